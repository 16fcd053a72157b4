using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>Whether an order would be filled whole, held against both books.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class FillOrKillTests(bool ladder)
{
    private BookBench _bench = null!;

    [SetUp]
    public void MakeBook()
    {
        _bench = new BookBench(ladder);
        _bench.Add(1, Side.Sell, 100, 4);
        _bench.Add(2, Side.Sell, 101, 10, display: 1);
        _bench.Add(3, Side.Sell, 103, 5);
    }

    [TestCase(100, 4, true)]
    [TestCase(100, 5, false)]
    [TestCase(102, 14, true)]
    [TestCase(102, 15, false)]
    [TestCase(103, 19, true)]
    [TestCase(99, 1, false)]
    public void Lots_within_the_limit_count_with_hidden_ones(long limitTicks, long lots, bool can)
    {
        Assert.That(_bench.CanFill(9, Side.Buy, limitTicks, lots), Is.EqualTo(can));
        Assert.That(_bench.Records, Is.Empty);
        Assert.That(_bench.Levels(Side.Sell).Sum(level => level.Lots), Is.EqualTo(10), "Nothing changed.");
    }

    [Test]
    public void A_maker_that_would_be_dropped_counts_nothing()
    {
        _bench.Add(4, Side.Sell, 100, 7, BookBench.RefusedAccount);
        Assert.That(_bench.CanFill(9, Side.Buy, 100, 5), Is.False);
        Assert.That(_bench.CanFill(9, Side.Buy, 101, 14), Is.True);
        Assert.That(_bench.Order(4).IsResting, Is.True);
    }

    [Test]
    public void Lowered_lots_count_as_lowered()
    {
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
        {
            lots = Math.Min(lots, 3);
            return MatchVerdict.Fill;
        };
        Assert.That(_bench.CanFill(9, Side.Buy, 103, 9), Is.True);
        Assert.That(_bench.CanFill(9, Side.Buy, 103, 10), Is.False);
    }

    [TestCase(MatchVerdict.StopTaker)]
    [TestCase(MatchVerdict.Decrement)]
    public void What_lies_behind_a_stop_or_a_decrement_does_not_count(MatchVerdict verdict)
    {
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
            maker.Id.Value == 2 ? verdict : MatchVerdict.Fill;
        Assert.That(_bench.CanFill(9, Side.Buy, 103, 4), Is.True);
        Assert.That(_bench.CanFill(9, Side.Buy, 103, 5), Is.False);
    }

    [Test]
    public void A_resting_order_is_no_taker()
    {
        int resting = _bench.Handle(1);
        Assert.That(() => AskAbout(resting), Throws.InvalidOperationException);
    }

    private void AskAbout(int handle)
    {
        var handler = new RecordingHandler(_bench);
        _bench.Book.CanFill(handle, ref handler);
    }
}
