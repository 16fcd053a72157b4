using HybridGpu.Domain;
using HybridGpu.Host.Match;

namespace HybridGpu.Host.Tests.Match;

/// <summary>What each action of an orders file does to a book.</summary>
public sealed class MatchBooksTests
{
    private readonly List<TradeRow> _tape = [];
    private MatchBooks _books = new(1);

    [SetUp]
    public void Begin()
    {
        _tape.Clear();
        _books = new MatchBooks(2, _tape);
    }

    [Test]
    public void Orders_trade_in_price_time_priority_at_the_makers_price()
    {
        Add(1, Side.Sell, 101, 5);
        Add(2, Side.Sell, 100, 5);
        Add(3, Side.Sell, 100, 5);

        Add(4, Side.Buy, 101, 12);

        Assert.That(_tape, Is.EqualTo(new[]
        {
            new TradeRow(4, 0, 2, 4, 100, 5), new TradeRow(4, 0, 3, 4, 100, 5), new TradeRow(4, 0, 1, 4, 101, 2),
        }));
        Assert.That((_books.Trades, _books.Quantity, _books.Resting), Is.EqualTo((3L, 12L, 1)));
    }

    [Test]
    public void The_rest_of_an_immediate_order_is_dropped()
    {
        Add(1, Side.Sell, 100, 5);

        Assert.That(Add(2, Side.Buy, 100, 8, TimeInForceKind.ImmediateOrCancel), Is.EqualTo(Refusal.None));

        Assert.That((_books.Quantity, _books.Resting), Is.EqualTo((5L, 0)));
        Assert.That(Cancel(2), Is.EqualTo(Refusal.UnknownOrder));
    }

    [Test]
    public void Quantities_that_could_overflow_a_sum_and_the_price_without_a_negative_are_refused()
    {
        const long Most = 1L << 62;
        Assert.That(Add(1, Side.Sell, 100, Most - 9), Is.EqualTo(Refusal.None));
        Assert.That(Add(2, Side.Sell, 100, 10), Is.EqualTo(Refusal.OutOfRange));
        Assert.That(Add(3, Side.Buy, 100, 5, TimeInForceKind.FillOrKill), Is.EqualTo(Refusal.None));
        Assert.That(Add(4, Side.Buy, long.MinValue, 1), Is.EqualTo(Refusal.OutOfRange));
        Assert.That(Add(5, Side.Buy, -Most, 1), Is.EqualTo(Refusal.None));
        Assert.That((_books.Trades, _books.Quantity, _books.Resting), Is.EqualTo((1L, 5L, 2)));
    }

    [TestCase(10, true)]
    [TestCase(11, false)]
    public void A_fill_or_kill_order_trades_whole_or_not_at_all(long quantity, bool trades)
    {
        Add(1, Side.Buy, 100, 4);
        Add(2, Side.Buy, 99, 6);
        Add(3, Side.Buy, 98, 6);
        Cancel(3);

        Refusal refusal = Add(4, Side.Sell, 99, quantity, TimeInForceKind.FillOrKill);

        Assert.That(refusal, Is.EqualTo(trades ? Refusal.None : Refusal.NotEnough));
        Assert.That((_books.Quantity, _books.Resting), Is.EqualTo(trades ? (10L, 0) : (0L, 2)));
    }

    [TestCase(Side.Buy, long.MaxValue)]
    [TestCase(Side.Sell, -long.MaxValue)]
    public void An_order_without_a_price_takes_any(Side side, long price)
    {
        Add(1, side.Opposite(), 5_000_000_000, 3);

        Add(2, side, price, 3, TimeInForceKind.ImmediateOrCancel);

        Assert.That(_books.Quantity, Is.EqualTo(3));
    }

    [Test]
    public void A_post_only_order_that_would_trade_is_refused()
    {
        Add(1, Side.Sell, 100, 5);

        Assert.That(Add(2, Side.Buy, 100, 5, TimeInForceKind.PostOnly), Is.EqualTo(Refusal.WouldTrade));
        Assert.That(Add(2, Side.Buy, 99, 5, TimeInForceKind.PostOnly), Is.EqualTo(Refusal.None));
        Assert.That((_books.Trades, _books.Resting), Is.EqualTo((0L, 2)));
    }

    [Test]
    public void A_reduced_order_keeps_its_place_and_leaves_with_its_last_unit()
    {
        Add(1, Side.Buy, 100, 5);
        Add(2, Side.Buy, 100, 5);

        Assert.That(Apply(OrderActionKind.Reduce, 1, quantity: 6), Is.EqualTo(Refusal.MoreThanOpen));
        Assert.That(Apply(OrderActionKind.Reduce, 1, quantity: 3), Is.EqualTo(Refusal.None));
        Add(3, Side.Sell, 100, 1);
        Assert.That(_tape.Single().Maker, Is.EqualTo(1));

        Assert.That(Apply(OrderActionKind.Reduce, 1, quantity: 1), Is.EqualTo(Refusal.None));
        Assert.That(Cancel(1), Is.EqualTo(Refusal.UnknownOrder));
        Assert.That(_books.Resting, Is.EqualTo(1));
    }

    [TestCase(100, 4, 1UL, Description = "a smaller quantity keeps the place")]
    [TestCase(100, 6, 2UL, Description = "a larger quantity loses it")]
    [TestCase(99, 5, 2UL, Description = "another price loses it")]
    public void A_replaced_order_keeps_its_place_only_when_nothing_but_its_quantity_falls(
        long price, long quantity, ulong first)
    {
        Add(1, Side.Buy, 100, 5);
        Add(2, Side.Buy, 100, 5);

        Assert.That(Apply(OrderActionKind.Replace, 1, price, quantity), Is.EqualTo(Refusal.None));

        Add(3, Side.Sell, 99, 1);
        Assert.That(_tape.Single().Maker, Is.EqualTo(first));
    }

    [Test]
    public void A_replaced_order_goes_by_its_new_id_and_may_trade()
    {
        Add(1, Side.Buy, 99, 5);
        Add(2, Side.Sell, 101, 3);

        Assert.That(Apply(OrderActionKind.Replace, 1, 101, 5, newId: 7), Is.EqualTo(Refusal.None));

        Assert.That(_tape, Is.EqualTo(new[] { new TradeRow(3, 0, 2, 7, 101, 3) }));
        Assert.That(Cancel(1), Is.EqualTo(Refusal.UnknownOrder));
        Assert.That(Apply(OrderActionKind.Replace, 7, 101, 1, newId: 8), Is.EqualTo(Refusal.None));
        Assert.That(Cancel(7), Is.EqualTo(Refusal.UnknownOrder));
        Assert.That(Cancel(8), Is.EqualTo(Refusal.None));
    }

    [Test]
    public void Ids_are_of_one_order_at_a_time_and_of_one_instrument()
    {
        Add(1, Side.Buy, 99, 5);
        Add(2, Side.Buy, 98, 5);

        Assert.That(Add(1, Side.Buy, 97, 5), Is.EqualTo(Refusal.DuplicateId));
        Assert.That(Apply(OrderActionKind.Replace, 1, 99, 5, newId: 2), Is.EqualTo(Refusal.DuplicateId));
        Assert.That(Apply(OrderActionKind.Cancel, 1, book: 1), Is.EqualTo(Refusal.OtherInstrument));
        Assert.That(Apply(OrderActionKind.Cancel, 1, book: -1), Is.EqualTo(Refusal.None));
        Assert.That(Add(1, Side.Buy, 97, 5), Is.EqualTo(Refusal.None), "an id is free when its order is gone");
        Assert.That(_books.Refused(Refusal.DuplicateId), Is.EqualTo(2));
        Assert.That(_books.Refused(Refusal.OtherInstrument), Is.EqualTo(1));
    }

    [Test]
    public void At_the_bound_of_resting_orders_one_more_is_refused_and_counted_until_one_leaves()
    {
        _books = new MatchBooks(2, _tape, ordersMax: 3);
        Add(1, Side.Sell, 100, 5);
        Add(2, Side.Sell, 101, 5);
        Add(3, Side.Sell, 102, 5);

        Assert.That(Add(4, Side.Sell, 103, 5), Is.EqualTo(Refusal.BookFull));
        Assert.That(Add(5, Side.Buy, 99, 5, TimeInForceKind.PostOnly), Is.EqualTo(Refusal.BookFull));
        Assert.That(Apply(OrderActionKind.Replace, 3, 104, 5), Is.EqualTo(Refusal.None), "none more than before");
        Assert.That(
            Add(6, Side.Buy, 100, 2, TimeInForceKind.ImmediateOrCancel), Is.EqualTo(Refusal.None), "it never rests");
        Assert.That((_books.Quantity, _books.Resting), Is.EqualTo((2L, 3)));
        Assert.That(_books.Take(0, Side.Buy, 100, 3), Is.EqualTo(3), "the last of the first order");
        Assert.That(Add(7, Side.Sell, 103, 5), Is.EqualTo(Refusal.None));
        Assert.That(Add(8, Side.Sell, 103, 5), Is.EqualTo(Refusal.BookFull));

        Assert.That((_books.Resting, _books.Refused(Refusal.BookFull)), Is.EqualTo((3, 3L)));
        Assert.That(MatchBooks.OrdersMax, Is.EqualTo(1 << 24), "the bound that limits.md states");
    }

    [Test]
    public void At_the_bound_of_prices_of_a_side_another_price_is_refused_and_counted()
    {
        _books = new MatchBooks(2, _tape, levelsMax: 2);
        Add(1, Side.Sell, 100, 5);
        Add(2, Side.Sell, 101, 5);

        Assert.That(Add(3, Side.Sell, 102, 5), Is.EqualTo(Refusal.BookFull));
        Assert.That(Apply(OrderActionKind.Replace, 1, 102, 5), Is.EqualTo(Refusal.BookFull));
        Assert.That(Add(4, Side.Sell, 101, 5), Is.EqualTo(Refusal.None), "a price that is there has room");
        Assert.That(Add(5, Side.Buy, 99, 5), Is.EqualTo(Refusal.None), "the other side has its own");
        Cancel(1);
        Assert.That(Add(6, Side.Sell, 102, 5), Is.EqualTo(Refusal.None));

        Assert.That((_books.Resting, _books.Refused(Refusal.BookFull)), Is.EqualTo((4, 2L)));
        Assert.That(MatchBooks.LevelsMax, Is.EqualTo(1 << 20), "the bound that limits.md states");
    }

    [Test]
    public void The_digest_is_the_one_of_the_standard_workload()
    {
        var workload = new HgOb1Replay(42);

        MatchBooks books = workload.Apply(null);

        Assert.Multiple(() =>
        {
            Assert.That(books.Trades, Is.EqualTo(353_001));
            Assert.That(books.Quantity, Is.EqualTo(1_402_088));
            Assert.That(books.Digest, Is.EqualTo(0x58dbc9140f155180));
            Assert.That(books.Resting, Is.EqualTo(43_582));
        });
    }

    private Refusal Add(
        ulong id, Side side, long price, long quantity, TimeInForceKind timeInForce = TimeInForceKind.GoodTillCancel) =>
        _books.Apply(new OrderAction(OrderActionKind.Add, side, timeInForce, 0, id, 0, 0, price, quantity));

    private Refusal Cancel(ulong id) => Apply(OrderActionKind.Cancel, id);

    private Refusal Apply(
        OrderActionKind kind, ulong id, long price = 0, long quantity = 0, ulong newId = 0, int book = 0) =>
        _books.Apply(new OrderAction(kind, Side.None, default, book, id, newId, 0, price, quantity));
}
