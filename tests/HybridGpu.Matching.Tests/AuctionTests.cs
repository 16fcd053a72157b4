using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>Auctions: the price rule by rule, and the uncrossing. Held against both books.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class AuctionTests(bool ladder)
{
    private BookBench _bench = null!;

    [SetUp]
    public void MakeBook()
    {
        _bench = new BookBench(ladder);
        _bench.Book.BeginAuction();
    }

    [Test]
    public void The_price_is_where_most_lots_trade()
    {
        Bids((103, 10), (102, 10), (101, 10));
        Offers((100, 5), (101, 20), (103, 30));

        // At 100: 5. At 101: 25 of 30 bids. At 102: 20 of 25 offers. At 103: 10.
        AssertIndicative(100, new AuctionPrice(101, 25, 5));
    }

    [Test]
    public void Of_prices_with_as_many_lots_the_one_with_the_least_surplus()
    {
        Bids((102, 10), (101, 4));
        Offers((100, 10), (102, 9));

        // 10 lots trade at 100 with 4 bids over, at 101 too, at 102 with 9 offers over.
        AssertIndicative(102, new AuctionPrice(101, 10, 4));
    }

    [Test]
    public void With_bids_over_everywhere_the_highest_price_and_with_offers_over_the_lowest()
    {
        Bids((105, 20));
        Offers((100, 10));
        AssertIndicative(0, new AuctionPrice(105, 10, 10));

        Offers((100, 30));
        AssertIndicative(1000, new AuctionPrice(100, 20, -20));
    }

    [TestCase(90, 100)]
    [TestCase(100, 100)]
    [TestCase(103, 103)]
    [TestCase(105, 105)]
    [TestCase(110, 105)]
    [TestCase(long.MinValue + 1, 100)]
    [TestCase(long.MaxValue, 105)]
    public void With_nothing_over_the_price_nearest_the_reference(long referenceTicks, long expectedTicks)
    {
        Bids((105, 10));
        Offers((100, 10));
        AssertIndicative(referenceTicks, new AuctionPrice(expectedTicks, 10, 0));
    }

    [TestCase(99, 100, 5)]
    [TestCase(101, 101, 0)]
    [TestCase(102, 102, 0)]
    [TestCase(105, 104, -5)]
    public void With_bids_over_at_one_price_and_offers_at_another_the_reference_between_them(
        long referenceTicks, long expectedTicks, long surplus)
    {
        Bids((104, 10), (100, 5));
        Offers((100, 10), (104, 5));
        AssertIndicative(referenceTicks, new AuctionPrice(expectedTicks, 10, surplus));
    }

    [Test]
    public void Hidden_lots_count_and_trade()
    {
        _bench.Add(1, Side.Buy, 101, 20, display: 5);
        _bench.Add(2, Side.Sell, 100, 12, display: 4);
        Assert.That(_bench.Book.TryIndicative(100, out AuctionPrice indicative), Is.True);
        Assert.That(indicative, Is.EqualTo(new AuctionPrice(101, 12, 8)));

        _bench.Uncross(indicative.PriceTicks);
        _bench.Book.EndAuction();

        Assert.That(_bench.Records, Is.EqualTo(new[]
        {
            MatchRecord.Fill(1, 2, 101, 4),
            MatchRecord.Replenished(2, 4),
            MatchRecord.Fill(1, 2, 101, 1),
            MatchRecord.Replenished(1, 5),
            MatchRecord.Fill(1, 2, 101, 3),
            MatchRecord.Replenished(2, 4),
            MatchRecord.Fill(1, 2, 101, 2),
            MatchRecord.Replenished(1, 5),
            MatchRecord.Fill(1, 2, 101, 2),
        }));
        Assert.That(_bench.Levels(Side.Buy), Is.EqualTo(new PriceLevel[] { new(101, 3, 1) }));
    }

    [Test]
    public void All_trades_are_at_one_price_by_price_and_time_and_the_younger_is_the_taker()
    {
        _bench.Add(1, Side.Sell, 99, 5);
        _bench.Add(2, Side.Buy, 101, 4);
        _bench.Add(3, Side.Buy, 102, 3);
        _bench.Add(4, Side.Sell, 98, 1);
        _bench.Add(5, Side.Buy, 97, 9);

        _bench.Uncross(101);
        _bench.Book.EndAuction();

        Assert.That(_bench.Records, Is.EqualTo(new[]
        {
            MatchRecord.Fill(3, 4, 101, 1), MatchRecord.Fill(1, 3, 101, 2), MatchRecord.Fill(1, 2, 101, 3),
        }));
        Assert.That(_bench.Queue(Side.Buy), Is.EqualTo(new ulong[] { 2, 5 }));
        Assert.That((_bench.Order(2).CumTickLots, _bench.Order(2).LeavesLots), Is.EqualTo((303, 1)));
        Assert.That(_bench.Book.OrderCount, Is.EqualTo(2));
    }

    [Test]
    public void Pro_rata_books_go_by_time_in_auctions()
    {
        _bench = new BookBench(ladder, allocation: MatchAllocation.ProRata);
        _bench.Book.BeginAuction();
        Bids((100, 10), (100, 10));
        Offers((100, 10));

        _bench.Uncross(100);

        Assert.That(_bench.Records, Is.EqualTo(new[] { MatchRecord.Fill(1, 3, 100, 10) }));
    }

    [TestCase(MatchVerdict.DropMaker, 1UL)]
    [TestCase(MatchVerdict.StopTaker, 3UL)]
    public void Dropping_takes_out_the_older_and_stopping_the_younger(MatchVerdict verdict, ulong leaves)
    {
        _bench.Add(1, Side.Buy, 101, 4);
        _bench.Add(2, Side.Buy, 101, 4);
        _bench.Add(3, Side.Sell, 100, 4);
        _bench.Add(4, Side.Sell, 100, 4);
        bool isFirst = true;
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
        {
            MatchVerdict answer = isFirst ? verdict : MatchVerdict.Fill;
            isFirst = false;
            return answer;
        };

        _bench.Uncross(101);

        Assert.That(_bench.Records[0], Is.EqualTo(MatchRecord.Dropped(leaves)));
        Assert.That(_bench.Records, Has.Count.EqualTo(2));
        Assert.That(_bench.Book.OrderCount, Is.EqualTo(1));
        _bench.Book.EndAuction();
    }

    [Test]
    public void Orders_that_drops_leave_crossed_trade_at_the_next_indicative_price()
    {
        // At 105 all of the bids trade; once the offer at 101 is dropped, the one at 104 meets the bid at 105 anew.
        _bench.Add(1, Side.Sell, 101, 10, BookBench.RefusedAccount);
        _bench.Add(2, Side.Sell, 104, 4);
        _bench.Add(3, Side.Buy, 105, 4);
        _bench.Add(4, Side.Buy, 102, 6);
        Assert.That(_bench.Book.TryIndicative(102, out AuctionPrice first), Is.True);
        Assert.That(first, Is.EqualTo(new AuctionPrice(102, 10, 0)));

        _bench.Uncross(first.PriceTicks);

        Assert.That(
            _bench.Records, Is.EqualTo(new[] { MatchRecord.Dropped(1), MatchRecord.Fill(2, 3, 104, 4) }));
        _bench.Book.EndAuction();
        Assert.That(_bench.Queue(Side.Buy), Is.EqualTo(new ulong[] { 4 }));
    }

    [Test]
    public void Decrementing_takes_lots_from_both_and_either_may_be_done()
    {
        _bench.Add(1, Side.Buy, 101, 4);
        _bench.Add(2, Side.Sell, 100, 6);
        _bench.Judgement = (OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
            MatchVerdict.Decrement;

        _bench.Uncross(101);

        Assert.That(_bench.Records, Is.EqualTo(new[] { MatchRecord.Decremented(1, 2, 4) }));
        Assert.That((_bench.Order(2).Lots, _bench.Order(2).LeavesLots), Is.EqualTo((2, 2)));
        Assert.That(_bench.Pool.Count, Is.EqualTo(1));
    }

    [Test]
    public void Phases_are_kept()
    {
        Bids((101, 1));
        Offers((100, 1));
        int taker = _bench.Loose(9, Side.Buy, 100, 1);

        Assert.Multiple(() =>
        {
            Assert.That(() => _bench.Book.BeginAuction(), Throws.InvalidOperationException);
            Assert.That(() => _bench.Book.EndAuction(), Throws.InvalidOperationException, "The book is crossed.");
            Assert.That(() => Match(taker), Throws.InvalidOperationException);
        });

        _bench.Uncross(100);
        _bench.Book.EndAuction();
        Assert.Multiple(() =>
        {
            Assert.That(() => _bench.Book.EndAuction(), Throws.InvalidOperationException);
            Assert.That(() => _bench.Uncross(100), Throws.InvalidOperationException);
            Assert.That(_bench.Book.TryIndicative(100, out AuctionPrice none), Is.False);
            Assert.That(none, Is.EqualTo(default(AuctionPrice)));
        });
    }

    [Test]
    public void An_uncrossed_book_is_left_as_it_is()
    {
        Bids((99, 1));
        Offers((100, 1));
        _bench.Uncross(99);
        Assert.That(_bench.Records, Is.Empty);
        Assert.That(_bench.Book.OrderCount, Is.EqualTo(2));
    }

    private void Bids(params (long Ticks, long Lots)[] orders) => AddAll(Side.Buy, orders);

    private void Offers(params (long Ticks, long Lots)[] orders) => AddAll(Side.Sell, orders);

    private void AddAll(Side side, (long Ticks, long Lots)[] orders)
    {
        foreach ((long ticks, long lots) in orders)
        {
            _bench.Add((ulong)_bench.Book.OrderCount + 1, side, ticks, lots);
        }
    }

    private void AssertIndicative(long referenceTicks, AuctionPrice expected)
    {
        Assert.That(_bench.Book.TryIndicative(referenceTicks, out AuctionPrice actual), Is.True);
        Assert.That(actual, Is.EqualTo(expected));
    }

    private void Match(int taker)
    {
        var handler = new RecordingHandler(_bench);
        _bench.Book.Match(taker, ref handler);
    }
}
