using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>Icebergs: what is hidden, when it shows, and what that costs in priority. Held against both
/// books.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class IcebergTests(bool ladder)
{
    private BookBench _bench = null!;

    [SetUp]
    public void MakeBook() => _bench = new BookBench(ladder);

    [Test]
    public void Only_the_peak_is_seen()
    {
        _bench.Add(1, Side.Sell, 100, 50, display: 8);
        _bench.Add(2, Side.Sell, 100, 3);

        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 11, 2) }));
        Assert.That(_bench.Book.TryBest(Side.Sell, out _, out long lots), Is.True);
        Assert.That(lots, Is.EqualTo(11));
        Assert.That((_bench.Order(1).ShownLots, _bench.Order(1).HiddenLots), Is.EqualTo((8, 42)));
        Assert.That((_bench.Order(2).ShownLots, _bench.Order(2).HiddenLots), Is.EqualTo((3, 0)));
    }

    [Test]
    public void A_peak_that_is_gone_is_renewed_at_the_back_of_the_queue()
    {
        _bench.Add(1, Side.Sell, 100, 12, display: 5);
        _bench.Add(2, Side.Sell, 100, 4);

        _bench.Submit(3, Side.Buy, 100, 7, rest: false);

        Assert.That(_bench.Records, Is.EqualTo(new MatchRecord[]
        {
            MatchRecord.Fill(1, 3, 100, 5), MatchRecord.Replenished(1, 5), MatchRecord.Fill(2, 3, 100, 2),
        }));
        Assert.That(_bench.Queue(Side.Sell), Is.EqualTo(new ulong[] { 2, 1 }));
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 7, 2) }));
    }

    [Test]
    public void A_peak_in_part_taken_keeps_its_place()
    {
        _bench.Add(1, Side.Sell, 100, 12, display: 5);
        _bench.Add(2, Side.Sell, 100, 4);

        _bench.Submit(3, Side.Buy, 100, 4, rest: false);

        Assert.That(_bench.Records, Is.EqualTo(new[] { MatchRecord.Fill(1, 3, 100, 4) }));
        Assert.That(_bench.Queue(Side.Sell), Is.EqualTo(new ulong[] { 1, 2 }));
        Assert.That(_bench.Order(1).ShownLots, Is.EqualTo(1));
    }

    [Test]
    public void The_last_peak_is_what_is_left_and_the_level_goes_with_it()
    {
        _bench.Add(1, Side.Buy, 100, 12, display: 5);

        Assert.That(_bench.Submit(2, Side.Sell, 100, 20, rest: false), Is.EqualTo(8));

        Assert.That(_bench.Records, Is.EqualTo(new MatchRecord[]
        {
            MatchRecord.Fill(1, 2, 100, 5),
            MatchRecord.Replenished(1, 5),
            MatchRecord.Fill(1, 2, 100, 5),
            MatchRecord.Replenished(1, 2),
            MatchRecord.Fill(1, 2, 100, 2),
        }));
        Assert.That(_bench.Levels(Side.Buy), Is.Empty);
        Assert.That(_bench.Pool.Count, Is.Zero);
    }

    [Test]
    public void Hidden_lots_trade_before_the_next_price()
    {
        _bench.Add(1, Side.Sell, 100, 10, display: 1);
        _bench.Add(2, Side.Sell, 101, 5);

        _bench.Submit(3, Side.Buy, 101, 11, rest: false);

        Assert.That(_bench.Records.Where(r => r.Event == MatchEvent.Fill).Select(r => r.PriceTicks),
            Is.EqualTo(Enumerable.Repeat(100L, 10).Append(101L)));
    }

    [Test]
    public void Reducing_takes_hidden_lots_first_and_then_shown_ones()
    {
        _bench.Add(1, Side.Sell, 100, 12, display: 5);
        _bench.Add(2, Side.Sell, 100, 4);

        _bench.Book.Reduce(_bench.Handle(1), 6);
        Assert.That((_bench.Order(1).ShownLots, _bench.Order(1).HiddenLots), Is.EqualTo((5, 1)));
        Assert.That(_bench.Levels(Side.Sell)[0].Lots, Is.EqualTo(9));

        _bench.Book.Reduce(_bench.Handle(1), 2);
        Assert.That((_bench.Order(1).ShownLots, _bench.Order(1).HiddenLots), Is.EqualTo((2, 0)));
        Assert.That(_bench.Levels(Side.Sell)[0].Lots, Is.EqualTo(6));
        Assert.That(_bench.Book.LotsWithin(Side.Buy, 100, 100), Is.EqualTo(6));
        Assert.That(_bench.Queue(Side.Sell), Is.EqualTo(new ulong[] { 1, 2 }));
    }

    [Test]
    public void A_peak_in_part_taken_is_rested_again_as_it_was_and_a_full_one_on_request()
    {
        _bench.Add(1, Side.Sell, 100, 12, display: 5);
        _bench.Submit(2, Side.Buy, 100, 3, rest: false);
        int handle = _bench.Handle(1);

        _bench.Book.Remove(handle);
        Assert.That(_bench.Order(1).ShownLots, Is.EqualTo(2));
        _bench.Book.Add(handle);
        Assert.That(_bench.Levels(Side.Sell)[0].Lots, Is.EqualTo(2));

        _bench.Book.Remove(handle);
        _bench.Order(1).ShownLots = 0;
        _bench.Book.Add(handle);
        Assert.That(_bench.Levels(Side.Sell)[0].Lots, Is.EqualTo(5));
    }

    [TestCase(-1, 0)]
    [TestCase(5, 6)]
    [TestCase(5, -1)]
    [TestCase(50, 11)]
    public void An_order_that_shows_more_than_it_may_is_refused(long display, long shown)
    {
        int handle = _bench.Loose(1, Side.Sell, 100, 10, display: display);
        _bench.Order(1).ShownLots = shown;

        Assert.That(() => _bench.Book.Add(handle), Throws.InvalidOperationException);
        Assert.That(_bench.Order(1).IsResting, Is.False);
        Assert.That(_bench.Levels(Side.Sell), Is.Empty);
    }

    [Test]
    public void An_iceberg_that_the_handler_takes_out_at_its_peaks_end_shows_nothing_more()
    {
        _bench.Add(1, Side.Sell, 100, 12, BookBench.CancellingAccount, display: 5);
        _bench.Add(2, Side.Sell, 100, 4);

        Assert.That(_bench.Submit(3, Side.Buy, 100, 7, rest: false), Is.Zero);

        Assert.That(
            _bench.Records, Is.EqualTo(new[] { MatchRecord.Fill(1, 3, 100, 5), MatchRecord.Fill(2, 3, 100, 2) }));
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 2, 1) }));
    }

    [Test]
    public void Lots_within_a_limit_count_what_is_hidden_up_to_what_is_asked()
    {
        _bench.Add(1, Side.Sell, 100, 12, display: 5);
        _bench.Add(2, Side.Sell, 101, 4);
        _bench.Add(3, Side.Sell, 103, 9);

        Assert.Multiple(() =>
        {
            Assert.That(_bench.Book.LotsWithin(Side.Buy, 99, 1000), Is.Zero);
            Assert.That(_bench.Book.LotsWithin(Side.Buy, 100, 1000), Is.EqualTo(12));
            Assert.That(_bench.Book.LotsWithin(Side.Buy, 102, 1000), Is.EqualTo(16));
            Assert.That(_bench.Book.LotsWithin(Side.Buy, 103, 20), Is.EqualTo(20));
            Assert.That(_bench.Book.LotsWithin(Side.Buy, 103, 0), Is.Zero);
            Assert.That(_bench.Book.LotsWithin(Side.Sell, 0, 1000), Is.Zero);
            Assert.That(
                () => _bench.Book.LotsWithin(Side.Buy, 103, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }
}
