using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Tests.Chain.Support;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

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

    [Test]
    public async Task Another_batch_of_the_same_number_is_refused_loudly_and_nothing_is_posted_on_it()
    {
        var ours = new ABatch(new Random(1));
        var theirs = new ABatch(new Random(2));
        ours.Seal(80);
        ours.Seal(10);
        theirs.Seal(80);
        await using ADevChain chain = await ADevChain.StartAsync();
        using BatchPoster theirPoster = chain.Poster(theirs);
        Assert.That(await theirPoster.PostAllAsync(Poll.Deadline), Is.True);
        using BatchPoster poster = chain.Poster(ours);

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(
            () => poster.RunAsync(CancellationToken.None));

        Assert.That(refusal!.Message, Does.Contain(ours.Last.Header.PreviousHash.ToString()));
        Assert.That(poster.Status.State, Is.EqualTo(BatchPosterState.Contradicted));
        Assert.That((await chain.Rollup.ReadAsync()).BatchCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_chunk_that_is_there_already_is_not_posted_again()
    {
        var batches = new ABatch(Seed.Random());
        SettlementBatch batch = batches.Seal(80);
        await using ADevChain chain = await ADevChain.StartAsync();
        await chain.Operator.ExecuteAsync(chain.Rollup.SubmitChunk(1, 0, batch.Chunks[0]));
        ulong before = await CountAsync(chain);
        using BatchPoster poster = chain.Poster(batches);

        bool isDone = await poster.PostAllAsync(Poll.Deadline);

        Assert.That(isDone, Is.True, poster.Status.LastTrouble);
        Assert.That(await CountAsync(chain) - before, Is.EqualTo((ulong)batch.Chunks.Count));
    }

    [Test]
    public async Task A_batch_that_the_contract_refuses_is_reported_by_the_name_of_the_error()
    {
        var batches = new ABatch(Seed.Random());
        batches.Add(new Operation { Kind = OperationKind.Deposit, Account = 16, Amount = 5 });
        batches.Seal(80);
        await using ADevChain chain = await ADevChain.StartAsync();
        using BatchPoster poster = chain.Poster(batches);

        bool isDone = await poster.PostAllAsync(TimeSpan.FromSeconds(5));

        Assert.That(isDone, Is.False);
        Assert.That(poster.Status.LastTrouble, Does.Contain("BadQueueEnd(0)"));
        Assert.That(poster.Status.State, Is.EqualTo(BatchPosterState.Refused).Or.EqualTo(BatchPosterState.Posting));
    }

    [Test]
    public async Task A_node_that_does_not_answer_is_shown_and_waited_for()
    {
        var batches = new ABatch(Seed.Random());
        await using ADevChain chain = await ADevChain.StartAsync();
        using BatchPoster poster = chain.Poster(batches);
        using var stop = new CancellationTokenSource();
        await chain.FreezeAsync();
        batches.Seal(80);
        Task running = poster.RunAsync(stop.Token);
        await Poll.UntilAsync(() => poster.Status.State == BatchPosterState.NodeAway, "the outage in the status");

        await chain.ThawAsync();
        await Poll.UntilAsync(() => poster.Status is { Finalised: 1, Trouble: null }, "the batch");

        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(poster.Status.State, Is.EqualTo(BatchPosterState.UpToDate));
        Assert.That(poster.Status.LastTrouble, Is.Not.Null);
    }

    [Test]
    public async Task An_operator_without_money_is_named_with_what_it_needs_and_posts_once_it_has_it()
    {
        var batches = new ABatch(Seed.Random());
        batches.Seal(80);
        await using ADevChain chain = await ADevChain.StartAsync();
        await chain.SetBalanceAsync(chain.Operator.Address, 1_000_000_000_000);
        using BatchPoster poster = chain.Poster(batches);
        using var stop = new CancellationTokenSource();
        Task running = poster.RunAsync(stop.Token);
        await Poll.UntilAsync(() => poster.Status.State == BatchPosterState.OutOfFunds, "the want of money");
        string trouble = poster.Status.Trouble!;

        await chain.FundAsync(chain.Operator.Address, ADevChain.Ether);
        await Poll.UntilAsync(() => poster.Status.Posted == 1, "the batch");

        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(trouble, Does.Contain(chain.Operator.Address.ToString()).And.Contain("ETH"));
    }

    [Test]
    public async Task Batches_lost_with_the_newest_blocks_are_posted_again()
    {
        var batches = new ABatch(Seed.Random());
        batches.Seal(100);
        await using ADevChain chain = await ADevChain.StartAsync();
        using BatchPoster poster = chain.Poster(batches);
        Assert.That(await poster.PostAllAsync(Poll.Deadline, isFinal: true), Is.True);
        byte[] state = await chain.StateAsync();
        batches.Seal(100);
        batches.Seal(100);
        Assert.That(await poster.PostAllAsync(Poll.Deadline, isFinal: true), Is.True);

        await chain.GoBackAsync(state);
        Assert.That((await chain.Rollup.ReadAsync()).BatchCount, Is.EqualTo(1));
        bool isDone = await poster.PostAllAsync(Poll.Deadline, isFinal: true);

        Assert.That(isDone, Is.True, poster.Status.LastTrouble);
        Assert.That(poster.Status.ChainWentBackCount, Is.EqualTo(1));
        Assert.That(poster.Status.PostedHere, Is.EqualTo(5));
        Assert.That(await chain.Rollup.ReadAsync(), Is.EqualTo(new RollupState(3, 3, 0)));
        Assert.That(await ReplayedRootAsync(chain), Is.EqualTo(batches.Builder.State.StateRoot));
    }

    [Test]
    public async Task Kills_in_the_middle_of_posting_lose_nothing_and_post_nothing_twice()
    {
        var batches = new ABatch(Seed.Random());
        await using ADevChain chain = await ADevChain.StartAsync();
        await chain.StateAsync();
        using BatchPoster poster = chain.Poster(batches);
        using var stop = new CancellationTokenSource();
        Task running = poster.RunAsync(stop.Token);
        for (int kill = 1; kill <= 3; kill++)
        {
            ulong posted = poster.Status.PostedHere;
            batches.Seal(900);
            batches.Seal(400);
            await Poll.UntilAsync(() => poster.Status.PostedHere > posted, "a batch");
            chain.Kill();
            await Poll.UntilAsync(() => chain.Node.RestartCount == kill, "a restart");
        }

        bool isDone = await poster.PostAllAsync(Poll.Deadline, isFinal: true);

        await stop.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(isDone, Is.True, poster.Status.LastTrouble);
        Assert.That(await chain.Rollup.ReadAsync(), Is.EqualTo(new RollupState(6, 6, 0)));
        Assert.That(await ReplayedRootAsync(chain), Is.EqualTo(batches.Builder.State.StateRoot));
    }

    [Test]
    public async Task A_full_batch_fits_and_its_cost_is_printed()
    {
        var batches = new ABatch(Seed.Random());
        SettlementBatch batch = batches.Seal(BatchLimits.RecordsMax);
        await using ADevChain chain = await ADevChain.StartAsync();
        using BatchPoster poster = chain.Poster(batches);

        bool isDone = await poster.PostAllAsync(Poll.Deadline, isFinal: true);

        BatchPosterStatus status = poster.Status;
        ulong finalising = status.GasUsed - status.LastBatchGas;
        Assert.That(isDone, Is.True, poster.Status.LastTrouble);
        TestContext.Out.WriteLine(
            $"{batch.Header.RecordCount} records, {batch.Chunks.Count} chunks, {batch.PostedBytes} bytes: "
            + $"{status.LastBatchTime.TotalMilliseconds:F0} ms, {status.LastBatchGas} gas "
            + $"({status.LastBatchGas / batch.Header.RecordCount} a record), finalise {finalising} gas");
    }

    private static Task<ulong> CountAsync(ADevChain chain) =>
        chain.Client.GetTransactionCountAsync(chain.Operator.Address, BlockTag.Latest);

    private static async Task<Hash32> ReplayedRootAsync(ADevChain chain)
    {
        var reader = new ChainReader(chain.Client, chain.Deployment.Rollup, chain.Deployment.Block);
        BatchReplay replay = await reader.ReplayAsync(chain.Deployment.Parameters);
        Assert.That(replay.Fault, Is.Null);
        return replay.State.StateRoot;
    }
}
