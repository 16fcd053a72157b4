using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>The oracle and the ladder, given the same steps; throws with the first difference.</summary>
internal sealed class BookPair
{
    private readonly BookBench _naive;
    private readonly BookBench _ladder;
    private readonly int[] _events = new int[4];
    private ulong _lastId;

    public BookPair(MatchAllocation allocation, Judgement judgement, int levelsMax)
    {
        _naive = new BookBench(ladder: false, levelsMax: levelsMax, allocation: allocation) { Judgement = judgement };
        _ladder = new BookBench(ladder: true, levelsMax: levelsMax, allocation: allocation) { Judgement = judgement };
    }

    /// <summary>How often the handler was told of an event.</summary>
    public int Count(MatchEvent kind) => _events[(int)kind];

    /// <summary>Orders filled whole by fill-or-kill.</summary>
    public int Kills { get; private set; }

    /// <summary>Auctions that traded.</summary>
    public int Uncrossings { get; private set; }

    public void Apply(in BookStep step)
    {
        ulong id = ++_lastId;
        string expected = Apply(_naive, in step, id);
        string actual = Apply(_ladder, in step, id);
        Check(expected == actual, $"{step}: the oracle says {expected}, the ladder {actual}");
        Check(
            _naive.Records.SequenceEqual(_ladder.Records),
            $"{step}: the oracle reports {List(_naive.Records)}, the ladder {List(_ladder.Records)}");
        foreach (MatchRecord record in _ladder.Records)
        {
            _events[(int)record.Event]++;
        }

        Kills += step.Action == BookAction.FillOrKill && actual == "filled" ? 1 : 0;
        Uncrossings += step.Action == BookAction.Auction && _ladder.Records.Count > 0 ? 1 : 0;
        _naive.Records.Clear();
        _ladder.Records.Clear();
        CheckSame(in step);
    }

    /// <returns>What the calls answered.</returns>
    private static string Apply(BookBench bench, in BookStep step, ulong id)
    {
        switch (step.Action)
        {
            case BookAction.Remove or BookAction.Reduce or BookAction.Requeue:
                return Change(bench, in step);
            case BookAction.Auction when !bench.Book.InAuction:
                bench.Book.BeginAuction();
                return "began";
            case BookAction.Auction:
                if (bench.Book.TryIndicative(step.PriceTicks, out AuctionPrice indicative))
                {
                    bench.Uncross(indicative.PriceTicks);
                }

                bench.Book.EndAuction();
                return $"{indicative}";
            case BookAction.UncrossAnywhere when bench.Book.InAuction:
                bench.Uncross(step.PriceTicks);
                return "uncrossed";
            case BookAction.FillOrKill when !bench.CanFill(id, step.Side, step.PriceTicks, step.Lots):
                return "killed";
            case BookAction.Submit when bench.Book.InAuction:
                int handle = bench.Loose(
                    id, step.Side, step.PriceTicks, step.Lots, step.Account, step.DisplayLots);
                if (bench.Book.HasRoom(step.Side, step.PriceTicks))
                {
                    bench.Book.Add(handle);
                    return "added";
                }

                bench.Free(handle);
                return "full";
            case BookAction.Submit or BookAction.Immediate or BookAction.FillOrKill when !bench.Book.InAuction:
                long left = bench.Submit(
                    id,
                    step.Side,
                    step.PriceTicks,
                    step.Lots,
                    step.Account,
                    step.Action == BookAction.Submit,
                    step.DisplayLots);
                return step.Action == BookAction.FillOrKill ? "filled" : $"left {left}";
            default:
                return "nothing";
        }
    }

    private static string Change(BookBench bench, in BookStep step)
    {
        List<ulong> ids = [.. bench.Queue(Side.Buy), .. bench.Queue(Side.Sell)];
        if (ids.Count == 0)
        {
            return "nothing";
        }

        ulong target = ids[step.Pick % ids.Count];
        switch (step.Action)
        {
            case BookAction.Remove:
                bench.Cancel(target);
                break;
            case BookAction.Reduce:
                bench.Book.Reduce(bench.Handle(target), 1 + (step.Lots % bench.Order(target).LeavesLots));
                break;
            default:
                bench.Book.Remove(bench.Handle(target));
                bench.Book.Add(bench.Handle(target));
                break;
        }

        return $"{target}";
    }

    private void CheckSame(in BookStep step)
    {
        Check(_naive.Book.OrderCount == _ladder.Book.OrderCount, $"{step}: counts differ");
        Check(_ladder.Pool.Count == _ladder.Book.OrderCount, $"{step}: an order leaked");
        Check(_naive.Book.InAuction == _ladder.Book.InAuction, $"{step}: phases differ");
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            PriceLevel[] levels = _ladder.Levels(side);
            Check(levels.SequenceEqual(_naive.Levels(side)), $"{step}: levels differ");
            Check(Orders(_naive, side).SequenceEqual(Orders(_ladder, side)), $"{step}: queues differ");
            bool any = _ladder.Book.TryBest(side, out long bestTicks, out long bestLots);
            Check(any == levels.Length > 0, $"{step}: a best is there or not");
            Check(!any || (bestTicks, bestLots) == (levels[0].PriceTicks, levels[0].Lots), $"{step}: the best differs");
            foreach (int atMost in (int[])[0, step.Lots, int.MaxValue])
            {
                long lots = _ladder.Book.LotsWithin(side, step.PriceTicks, atMost);
                Check(lots == _naive.Book.LotsWithin(side, step.PriceTicks, atMost), $"{step}: lots within differ");
            }
        }

        bool isCrossed = _ladder.Book.TryIndicative(step.PriceTicks, out AuctionPrice ladder);
        Check(isCrossed == _naive.Book.TryIndicative(step.PriceTicks, out AuctionPrice naive), $"{step}: crossed?");
        Check(ladder == naive, $"{step}: the oracle's price is {naive}, the ladder's {ladder}");
        Check(!isCrossed || _ladder.Book.InAuction, $"{step}: crossed outside an auction");
    }

    private static IEnumerable<(ulong Id, long Leaves, long Shown, long Lots, long Cum)> Orders(
        BookBench bench, Side side) =>
        bench.Queue(side).Select(id =>
        {
            OrderRef order = bench.Order(id);
            return (id, order.LeavesLots, order.ShownLots, order.Lots, order.CumTickLots);
        });

    private static string List(List<MatchRecord> records) => string.Join("; ", records);

    private static void Check(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
