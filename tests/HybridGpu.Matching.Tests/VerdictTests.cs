using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>What each verdict of a handler does, held against both books.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class VerdictTests(bool ladder)
{
    private BookBench _bench = null!;

    [SetUp]
    public void MakeBook() => _bench = new BookBench(ladder);

    [Test]
    public void Lowered_lots_are_filled_and_the_rest_is_asked_about_anew()
    {
        _bench.Add(1, Side.Sell, 100, 7);
        var asked = new List<long>();
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
        {
            asked.Add(lots);
            lots = Math.Min(lots, 3);
            return MatchVerdict.Fill;
        };

        Assert.That(_bench.Submit(2, Side.Buy, 100, 8, rest: false), Is.EqualTo(1));

        Assert.That(asked, Is.EqualTo(new long[] { 7, 4, 1 }));
        Assert.That(_bench.Records.Select(r => r.Lots), Is.EqualTo(new long[] { 3, 3, 1 }));
    }

    [Test]
    public void A_stopped_taker_keeps_what_is_left_and_no_maker_loses_anything()
    {
        _bench.Add(1, Side.Sell, 100, 2);
        _bench.Add(2, Side.Sell, 100, 5);
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
            maker.Id.Value == 2 ? MatchVerdict.StopTaker : MatchVerdict.Fill;

        Assert.That(_bench.Submit(3, Side.Buy, 100, 10, rest: false), Is.EqualTo(8));

        Assert.That(_bench.Records, Is.EqualTo(new[] { MatchRecord.Fill(1, 3, 100, 2) }));
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 5, 1) }));
    }

    [Test]
    public void Decrementing_takes_lots_from_both_without_a_trade()
    {
        _bench.Add(1, Side.Sell, 100, 3);
        _bench.Add(2, Side.Sell, 100, 9);
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
            MatchVerdict.Decrement;
        int taker = _bench.Loose(3, Side.Buy, 100, 7);
        var handler = new RecordingHandler(_bench);

        _bench.Book.Match(taker, ref handler);

        Assert.That(
            _bench.Records,
            Is.EqualTo(new[] { MatchRecord.Decremented(1, 3, 3), MatchRecord.Decremented(2, 3, 4) }));
        Assert.That((_bench.Order(2).Lots, _bench.Order(2).LeavesLots), Is.EqualTo((5, 5)));
        Assert.That((_bench.Order(3).Lots, _bench.Order(3).LeavesLots), Is.EqualTo((0, 0)));
        Assert.That(_bench.Order(2).CumTickLots + _bench.Order(3).CumTickLots, Is.Zero);
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 5, 1) }));
    }

    [Test]
    public void Decrementing_an_iceberg_ends_its_peak_as_a_fill_does()
    {
        _bench.Add(1, Side.Sell, 100, 9, display: 4);
        _bench.Add(2, Side.Sell, 100, 1);
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
            MatchVerdict.Decrement;

        _bench.Submit(3, Side.Buy, 100, 4, rest: false);

        Assert.That(
            _bench.Records, Is.EqualTo(new[] { MatchRecord.Decremented(1, 3, 4), MatchRecord.Replenished(1, 4) }));
        Assert.That(_bench.Queue(Side.Sell), Is.EqualTo(new ulong[] { 2, 1 }));
        Assert.That((_bench.Order(1).Lots, _bench.Order(1).HiddenLots), Is.EqualTo((5, 1)));
    }

    [TestCase(MatchVerdict.Fill, 0)]
    [TestCase(MatchVerdict.Fill, 6)]
    [TestCase(MatchVerdict.Decrement, -1)]
    [TestCase(MatchVerdict.Decrement, 6)]
    [TestCase((MatchVerdict)9, 5)]
    public void A_handler_that_asks_for_lots_out_of_range_is_refused_before_anything_changes(
        MatchVerdict verdict, long wanted)
    {
        _bench.Add(1, Side.Sell, 100, 5);
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
        {
            lots = wanted;
            return verdict;
        };
        int taker = _bench.Loose(2, Side.Buy, 100, 5);

        Assert.That(() => Match(taker), Throws.InvalidOperationException);

        Assert.That((_bench.Order(1).LeavesLots, _bench.Order(2).LeavesLots), Is.EqualTo((5, 5)));
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 5, 1) }));
        Assert.That(_bench.Records, Is.Empty);
    }

    [Test]
    public void A_handler_may_reduce_other_makers_in_the_middle_of_a_match()
    {
        _bench.Add(1, Side.Sell, 100, 1, BookBench.ReducingAccount);
        _bench.Add(2, Side.Sell, 100, 9, BookBench.ReducingAccount);
        _bench.Add(3, Side.Sell, 101, 1);

        Assert.That(_bench.Submit(4, Side.Buy, 101, 20, rest: false), Is.EqualTo(13));

        // Order 2 is halved after the fill of order 1; nothing of the account is left after its own.
        Assert.That(
            _bench.Records,
            Is.EqualTo(new[]
            {
                MatchRecord.Fill(1, 4, 100, 1), MatchRecord.Fill(2, 4, 100, 5), MatchRecord.Fill(3, 4, 101, 1),
            }));
    }

    private void Match(int taker)
    {
        var handler = new RecordingHandler(_bench);
        _bench.Book.Match(taker, ref handler);
    }
}
