using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>The rules one by one, held against both books.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class OrderBookRulesTests(bool ladder)
{
    private BookBench _bench = null!;

    [SetUp]
    public void MakeBook() => _bench = new BookBench(ladder);

    [Test]
    public void An_empty_book_has_no_best_and_trades_nothing()
    {
        Assert.That(_bench.Book.TryBest(Side.Buy, out _, out _), Is.False);
        Assert.That(_bench.Book.BestHandle(Side.Sell), Is.EqualTo(OrderPool.NoOrder));
        Assert.That(_bench.Book.WouldTrade(Side.Buy, long.MaxValue), Is.False);
        Assert.That(_bench.Submit(1, Side.Buy, 100, 5, rest: false), Is.EqualTo(5));
        Assert.That(_bench.Records, Is.Empty);
        Assert.That(_bench.Pool.Count, Is.Zero);
    }

    [Test]
    public void Better_prices_trade_first_and_at_the_makers_price()
    {
        _bench.Add(1, Side.Sell, 103, 1);
        _bench.Add(2, Side.Sell, 101, 2);
        _bench.Add(3, Side.Sell, 102, 3);

        long left = _bench.Submit(4, Side.Buy, 102, 10);

        Assert.That(left, Is.EqualTo(5));
        MatchRecord[] expected = [MatchRecord.Fill(2, 4, 101, 2), MatchRecord.Fill(3, 4, 102, 3)];
        Assert.That(_bench.Records, Is.EqualTo(expected));
        Assert.That(_bench.Order(4).CumTickLots, Is.EqualTo((101 * 2) + (102 * 3)));
        Assert.That(_bench.Levels(Side.Buy), Is.EqualTo(new PriceLevel[] { new(102, 5, 1) }));
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(103, 1, 1) }));
    }

    [Test]
    public void A_selling_taker_meets_the_highest_bid_first()
    {
        _bench.Add(1, Side.Buy, 99, 1);
        _bench.Add(2, Side.Buy, 101, 1);
        _bench.Add(3, Side.Buy, 100, 1);

        _bench.Submit(4, Side.Sell, 100, 3, rest: false);

        MatchRecord[] expected = [MatchRecord.Fill(2, 4, 101, 1), MatchRecord.Fill(3, 4, 100, 1)];
        Assert.That(_bench.Records, Is.EqualTo(expected));
    }

    [Test]
    public void At_one_price_the_older_order_trades_first_and_a_part_fill_keeps_its_place()
    {
        _bench.Add(1, Side.Buy, 100, 5);
        _bench.Add(2, Side.Buy, 100, 5);
        _bench.Submit(3, Side.Sell, 100, 2);
        _bench.Submit(4, Side.Sell, 100, 4);

        Assert.That(_bench.Records, Is.EqualTo(new MatchRecord[]
        {
            MatchRecord.Fill(1, 3, 100, 2), MatchRecord.Fill(1, 4, 100, 3), MatchRecord.Fill(2, 4, 100, 1),
        }));
        Assert.That(_bench.Order(2).CumLots, Is.EqualTo(1));
        Assert.That(_bench.Levels(Side.Buy), Is.EqualTo(new PriceLevel[] { new(100, 4, 1) }));
    }

    [Test]
    public void Reducing_keeps_the_place_and_the_traded_quantity()
    {
        _bench.Add(1, Side.Buy, 100, 5);
        _bench.Add(2, Side.Buy, 100, 5);
        _bench.Submit(3, Side.Sell, 100, 1);
        _bench.Book.Reduce(_bench.Handle(1), 2);

        Assert.That(_bench.Queue(Side.Buy), Is.EqualTo(new ulong[] { 1, 2 }));
        Assert.That(_bench.Order(1).CumLots, Is.EqualTo(1));
        Assert.That(_bench.Order(1).Lots, Is.EqualTo(3));
        Assert.That(_bench.Levels(Side.Buy), Is.EqualTo(new PriceLevel[] { new(100, 7, 2) }));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(6)]
    public void Reducing_to_nothing_or_to_more_throws(long leaves)
    {
        _bench.Add(1, Side.Buy, 100, 5);
        Assert.That(() => _bench.Book.Reduce(_bench.Handle(1), leaves), Throws.InvalidOperationException);
        Assert.That(_bench.Order(1).LeavesLots, Is.EqualTo(5));
    }

    [Test]
    public void Orders_leave_from_the_front_middle_and_back_of_a_queue()
    {
        for (ulong id = 1; id <= 5; id++)
        {
            _bench.Add(id, Side.Sell, 100, (long)id);
        }

        _bench.Cancel(3);
        Assert.That(_bench.Queue(Side.Sell), Is.EqualTo(new ulong[] { 1, 2, 4, 5 }));
        _bench.Cancel(5);
        _bench.Cancel(1);
        Assert.That(_bench.Queue(Side.Sell), Is.EqualTo(new ulong[] { 2, 4 }));
        Assert.That(_bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 6, 2) }));
        _bench.Add(6, Side.Sell, 100, 1);
        _bench.Cancel(2);
        _bench.Cancel(4);
        _bench.Cancel(6);
        Assert.That(_bench.Levels(Side.Sell), Is.Empty);
        Assert.That(_bench.Book.OrderCount, Is.Zero);
        Assert.That(_bench.Pool.Count, Is.Zero);
    }

    [Test]
    public void A_refused_maker_leaves_unfilled_and_the_next_one_trades()
    {
        _bench.Add(1, Side.Sell, 100, 5, BookBench.RefusedAccount);
        _bench.Add(2, Side.Sell, 100, 5);
        _bench.Add(3, Side.Sell, 101, 5, BookBench.RefusedAccount);

        Assert.That(_bench.Submit(4, Side.Buy, 101, 7, rest: false), Is.EqualTo(2));

        Assert.That(_bench.Records, Is.EqualTo(new MatchRecord[]
        {
            MatchRecord.Dropped(1), MatchRecord.Fill(2, 4, 100, 5), MatchRecord.Dropped(3),
        }));
        Assert.That(_bench.Book.OrderCount, Is.Zero);
        Assert.That(_bench.Pool.Count, Is.Zero);
    }

    [Test]
    public void A_handler_may_cancel_other_makers_in_the_middle_of_a_match()
    {
        _bench.Add(1, Side.Sell, 100, 1, BookBench.CancellingAccount);
        _bench.Add(2, Side.Sell, 100, 1, BookBench.CancellingAccount);
        _bench.Add(3, Side.Sell, 101, 1, BookBench.CancellingAccount);
        _bench.Add(4, Side.Sell, 102, 1);

        Assert.That(_bench.Submit(5, Side.Buy, 102, 4, rest: false), Is.EqualTo(2));

        MatchRecord[] expected = [MatchRecord.Fill(1, 5, 100, 1), MatchRecord.Fill(4, 5, 102, 1)];
        Assert.That(_bench.Records, Is.EqualTo(expected));
        Assert.That(_bench.Pool.Count, Is.Zero);
    }

    [TestCase(Side.Buy, 101, 100, false)]
    [TestCase(Side.Buy, 101, 101, true)]
    [TestCase(Side.Buy, 101, 102, true)]
    [TestCase(Side.Sell, 101, 102, false)]
    [TestCase(Side.Sell, 101, 101, true)]
    [TestCase(Side.Sell, 101, 100, true)]
    public void Prices_meet_when_the_limit_is_at_or_through_the_best(
        Side side, long restingTicks, long limitTicks, bool meets)
    {
        _bench.Add(1, side.Opposite(), restingTicks, 1);
        Assert.That(_bench.Book.WouldTrade(side, limitTicks), Is.EqualTo(meets));
        int handle = _bench.Loose(2, side, limitTicks, 1);
        Assert.That(() => _bench.Book.Add(handle), meets ? Throws.InvalidOperationException : Throws.Nothing);
    }

    [Test]
    public void Zero_and_negative_prices_are_prices()
    {
        _bench.Add(1, Side.Buy, -3, 1);
        _bench.Add(2, Side.Buy, -5, 1);
        _bench.Add(3, Side.Sell, 0, 1);
        Assert.That(_bench.Queue(Side.Buy), Is.EqualTo(new ulong[] { 1, 2 }));
        _bench.Submit(4, Side.Sell, long.MinValue + 1, 2);
        _bench.Submit(5, Side.Buy, long.MaxValue, 1);
        Assert.That(_bench.Records.Select(r => r.PriceTicks), Is.EqualTo(new long[] { -3, -5, 0 }));
    }

    [Test]
    public void Levels_come_best_first_and_as_many_as_fit()
    {
        foreach (ulong id in (ulong[])[1, 2, 3, 4])
        {
            _bench.Add(id, Side.Buy, 100 + (long)id, 1);
        }

        Span<PriceLevel> two = stackalloc PriceLevel[2];
        Assert.That(_bench.Book.CopyLevels(Side.Buy, two), Is.EqualTo(2));
        Assert.That(two.ToArray(), Is.EqualTo(new PriceLevel[] { new(104, 1, 1), new(103, 1, 1) }));
        Assert.That(_bench.Book.CopyLevels(Side.Buy, []), Is.Zero);
        Assert.That(_bench.Book.TryBest(Side.Buy, out long best, out long lots), Is.True);
        Assert.That((best, lots), Is.EqualTo((104, 1)));
    }

    [Test]
    public void A_side_at_its_bound_takes_orders_at_its_prices_only()
    {
        _bench = new BookBench(ladder, levelsMax: 2);
        _bench.Add(1, Side.Buy, 100, 1);
        _bench.Add(2, Side.Buy, 99, 1);
        int third = _bench.Loose(3, Side.Buy, 98, 1);

        Assert.That(_bench.Book.HasRoom(Side.Buy, 98), Is.False);
        Assert.That(() => _bench.Book.Add(third), Throws.InvalidOperationException);
        Assert.That(_bench.Order(3).IsResting, Is.False);
        Assert.That(_bench.Book.HasRoom(Side.Buy, 99), Is.True);
        Assert.That(_bench.Book.HasRoom(Side.Sell, 200), Is.True, "The sides have their own bounds.");
        _bench.Add(4, Side.Buy, 99, 1);
        _bench.Cancel(1);
        _bench.Book.Add(third);
        Assert.That(_bench.Queue(Side.Buy), Is.EqualTo(new ulong[] { 2, 4, 3 }));
    }

    [Test]
    public void Handles_that_are_not_where_the_call_wants_them_throw()
    {
        _bench.Add(1, Side.Buy, 100, 1);
        int resting = _bench.Handle(1);
        int loose = _bench.Loose(2, Side.Sell, 101, 1);
        int empty = _bench.Loose(3, Side.Sell, 101, 0);

        Assert.Multiple(() =>
        {
            Assert.That(() => _bench.Book.Add(resting), Throws.InvalidOperationException);
            Assert.That(() => _bench.Book.Add(empty), Throws.InvalidOperationException);
            Assert.That(() => _bench.Book.Remove(loose), Throws.InvalidOperationException);
            Assert.That(() => _bench.Book.Reduce(loose, 1), Throws.InvalidOperationException);
            Assert.That(() => _bench.Book.NextHandle(loose), Throws.InvalidOperationException);
            Assert.That(() => _bench.Pool.Free(resting), Throws.InvalidOperationException);
            Assert.That(() => MatchResting(resting), Throws.InvalidOperationException);
        });
    }

    private void MatchResting(int handle)
    {
        var handler = new RecordingHandler(_bench);
        _bench.Book.Match(handle, ref handler);
    }
}
