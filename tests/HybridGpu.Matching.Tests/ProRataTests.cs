using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>How lots are divided within a price, held against both books.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class ProRataTests(bool ladder)
{
    [Test]
    public void Shares_are_in_proportion_and_what_rounding_leaves_goes_to_the_oldest()
    {
        BookBench bench = Bench(MatchAllocation.ProRata, 10, 20, 70);

        bench.Submit(9, Side.Buy, 100, 33, rest: false);

        // 33 x 10 / 100, 33 x 20 / 100, 33 x 70 / 100 rounded down are 3, 6 and 23; one lot is left over.
        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 3), (2, 6), (3, 23), (1, 1) }));
    }

    [Test]
    public void A_taker_too_small_for_shares_trades_in_time_order()
    {
        BookBench bench = Bench(MatchAllocation.ProRata, 10, 10, 10);

        bench.Submit(9, Side.Buy, 100, 2, rest: false);

        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 2) }));
    }

    [Test]
    public void A_taker_of_the_whole_price_gives_each_what_it_shows_and_goes_on_to_the_next_price()
    {
        BookBench bench = Bench(MatchAllocation.ProRata, 10, 20);
        bench.Add(4, Side.Sell, 101, 10);
        bench.Add(5, Side.Sell, 101, 30);

        bench.Submit(9, Side.Buy, 101, 42, rest: false);

        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 10), (2, 20), (4, 3), (5, 9) }));
    }

    [Test]
    public void Of_two_makers_of_one_size_the_older_gets_more_by_time_pro_rata()
    {
        BookBench bench = Bench(MatchAllocation.TimeProRata, 30, 30, 30);

        bench.Submit(9, Side.Buy, 100, 60, rest: false);

        // Weights 90, 60 and 30 of 180: due are 30, 20 and 10.
        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 30), (2, 20), (3, 10) }));
    }

    [Test]
    public void A_share_is_at_most_what_the_maker_shows()
    {
        BookBench bench = Bench(MatchAllocation.TimeProRata, 10, 10);

        bench.Submit(9, Side.Buy, 100, 18, rest: false);

        // Weights 20 and 10: the older is due 12, shows 10; the younger is due 6; 2 are left over, in time order.
        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 10), (2, 6), (2, 2) }));
    }

    [Test]
    public void Hidden_lots_have_no_share_until_they_show()
    {
        BookBench bench = Bench(MatchAllocation.ProRata);
        bench.Add(1, Side.Sell, 100, 100, display: 10);
        bench.Add(2, Side.Sell, 100, 10);

        bench.Submit(9, Side.Buy, 100, 10, rest: false);

        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 5), (2, 5) }));
    }

    [Test]
    public void Peaks_shown_after_the_whole_price_was_taken_are_divided_anew()
    {
        BookBench bench = Bench(MatchAllocation.ProRata);
        bench.Add(1, Side.Sell, 100, 100, display: 10);
        bench.Add(2, Side.Sell, 100, 60, display: 30);
        bench.Add(3, Side.Sell, 100, 10);

        bench.Submit(9, Side.Buy, 100, 58, rest: false);

        // 50 are shown and all taken; then 10 and 30 are shown, and 8 are left: due are 2 and 6.
        Assert.That(Fills(bench), Is.EqualTo(new (ulong, long)[] { (1, 10), (2, 30), (3, 10), (1, 2), (2, 6) }));
        Assert.That(bench.Levels(Side.Sell), Is.EqualTo(new PriceLevel[] { new(100, 32, 2) }));
    }

    [Test]
    public void Each_share_is_judged_and_what_a_dropped_maker_was_due_goes_on_in_time_order()
    {
        BookBench bench = Bench(MatchAllocation.ProRata);
        bench.Add(1, Side.Sell, 100, 10);
        bench.Add(2, Side.Sell, 100, 10, BookBench.RefusedAccount);
        bench.Add(3, Side.Sell, 100, 10);

        bench.Submit(9, Side.Buy, 100, 15, rest: false);

        Assert.That(bench.Records, Is.EqualTo(new[]
        {
            MatchRecord.Fill(1, 9, 100, 5),
            MatchRecord.Dropped(2),
            MatchRecord.Fill(3, 9, 100, 5),
            MatchRecord.Fill(1, 9, 100, 5),
        }));
    }

    [Test]
    public void An_order_that_left_or_shrank_since_the_shares_were_computed_is_passed_over()
    {
        BookBench bench = Bench(MatchAllocation.ProRata);
        bench.Add(1, Side.Sell, 100, 10, BookBench.CancellingAccount);
        bench.Add(2, Side.Sell, 100, 10, BookBench.CancellingAccount);
        bench.Add(3, Side.Sell, 100, 10, BookBench.ReducingAccount);
        bench.Add(4, Side.Sell, 100, 10, BookBench.ReducingAccount);

        bench.Submit(9, Side.Buy, 100, 20, rest: false);

        // Each is due 5. Order 2 leaves with the rest of order 1; the fill of order 3 halves its rest, 5, and order 4.
        Assert.That(Fills(bench).Take(3), Is.EqualTo(new (ulong, long)[] { (1, 5), (3, 5), (3, 3) }));
        Assert.That(Fills(bench).Sum(f => f.Lots), Is.EqualTo(16), "Order 4 has 5, halved again to 3, at its turn.");
    }

    [Test]
    public void Quantities_near_the_bound_of_a_long_do_not_wrap()
    {
        const long Huge = long.MaxValue / 4;
        BookBench bench = Bench(MatchAllocation.TimeProRata, Huge, Huge, Huge);

        bench.Submit(9, Side.Buy, 0, 1, rest: false);
        bench.Submit(10, Side.Buy, 100, Huge, rest: false);

        Assert.That(Fills(bench), Has.Count.EqualTo(4));
        Assert.That(Fills(bench).Sum(f => (decimal)f.Lots), Is.EqualTo((decimal)Huge));
        Assert.That(Fills(bench)[0].Lots, Is.EqualTo((long)(Huge / 2m)).Within(1));
    }

    private BookBench Bench(MatchAllocation allocation, params long[] lots)
    {
        var bench = new BookBench(ladder, allocation: allocation);
        for (int i = 0; i < lots.Length; i++)
        {
            bench.Add((ulong)i + 1, Side.Sell, 100, lots[i]);
        }

        return bench;
    }

    private static List<(ulong Maker, long Lots)> Fills(BookBench bench) =>
        [.. bench.Records.Where(r => r.Event == MatchEvent.Fill).Select(r => (r.Maker, r.Lots))];
}
