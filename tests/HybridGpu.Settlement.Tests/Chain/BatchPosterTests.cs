using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Tests.Chain.Support;
using HybridGpu.Settlement.Tests.Support;

namespace HybridGpu.Settlement.Tests.Chain;

[TestFixture]
[Category("Anvil")]
public sealed class BatchPosterTests
{
    [Test]
    public async Task Batches_are_posted_in_order_finalised_and_read_back_to_the_same_root()
    {
        var batches = new ABatch(Seed.Random());
        batches.Seal(300);
        batches.Seal(2_500);
        batches.Seal(1);
        await using ADevChain chain = await ADevChain.StartAsync();
        using BatchPoster poster = chain.Poster(batches);

        bool isDone = await poster.PostAllAsync(Poll.Deadline, isFinal: true);

        RollupState state = await chain.Rollup.ReadAsync();
        var reader = new ChainReader(chain.Client, chain.Deployment.Rollup);
        BatchReplay replay = await reader.ReplayAsync(chain.Deployment.Parameters);
        Assert.That(isDone, Is.True, poster.Status.LastTrouble);
        Assert.That(state, Is.EqualTo(new RollupState(3, 3, 0)));
        Assert.That(poster.Status.PostedHere, Is.EqualTo(3));
        Assert.That(replay.Fault, Is.Null);
        Assert.That(replay.State.StateRoot, Is.EqualTo(batches.Builder.State.StateRoot));
        TestContext.Out.WriteLine(poster.Status);
    }
}
