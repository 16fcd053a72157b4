using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Tests.Support;

namespace HybridGpu.Settlement.Tests.Chain;

/// <summary>What a poster measures of a chain's delays.</summary>
[TestFixture]
public sealed class PostingDelaysTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void A_batch_is_measured_from_when_it_is_there_until_a_block_has_it()
    {
        var delays = new PostingDelays(_time);
        delays.Available(1);
        After(2);
        delays.Available(2);
        After(3);
        delays.Posted(1);
        Assert.That(delays.Post, Is.EqualTo(TimeSpan.FromSeconds(5)));

        After(4);
        delays.Posted(2);
        Assert.That(delays.Post, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public void A_chain_that_stands_still_shows_while_it_does()
    {
        var delays = new PostingDelays(_time);
        delays.Available(1);
        delays.Posted(1);
        delays.Available(2);
        for (int i = 0; i < PostingDelays.WaitingMax * 3; i++)
        {
            After(3);
            delays.Available((ulong)i + 3);
        }

        Assert.That(delays.Post, Is.EqualTo(TimeSpan.FromSeconds(9 * PostingDelays.WaitingMax)));
    }

    [Test]
    public void What_lay_on_the_chain_before_and_what_is_posted_again_is_not_measured()
    {
        var delays = new PostingDelays(_time);
        delays.Available(7);
        delays.Posted(7);
        After(100);
        delays.Posted(5);
        delays.Posted(6);

        Assert.That(delays.Post, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Nothing_is_final_before_the_window_and_blocks_have_a_mean_time()
    {
        var delays = new PostingDelays(_time);
        delays.Window(TimeSpan.FromSeconds(10));
        Assert.That(delays.Settle, Is.EqualTo(TimeSpan.FromSeconds(10)));
        delays.Final(TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(10));
        Assert.That(delays.Settle, Is.EqualTo(TimeSpan.FromSeconds(14)));

        delays.Head(100, 1_000);
        Assert.That(delays.Block, Is.EqualTo(TimeSpan.Zero));
        delays.Head(103, 1_036);
        Assert.That(delays.Block, Is.EqualTo(TimeSpan.FromSeconds(12)));
    }

    private void After(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
