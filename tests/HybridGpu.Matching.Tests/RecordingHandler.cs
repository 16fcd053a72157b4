using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>Records, decides as its bench says, frees what it owns, and can cancel or reduce other orders from
/// within.</summary>
internal readonly struct RecordingHandler(BookBench bench) : IMatchHandler
{
    public MatchVerdict Judge(int makerHandle, int takerHandle, long priceTicks, ref long lots)
    {
        OrderRef maker = bench.Pool[makerHandle];
        OrderRef taker = bench.Pool[takerHandle];
        Assert.That(maker.IsResting, "A fill is asked for before it is made.");
        Assert.That(!taker.IsResting || bench.Book.InAuction);
        Assert.That(lots, Is.Positive);
        return bench.Judgement(maker, taker, priceTicks, ref lots);
    }

    public void OnDropped(int makerHandle)
    {
        Assert.That(bench.Pool[makerHandle].IsResting, Is.False);
        bench.Records.Add(MatchRecord.Dropped(bench.Pool[makerHandle].Id.Value));
        bench.Free(makerHandle);
    }

    public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
    {
        bench.Records.Add(MatchRecord.Fill(IdOf(makerHandle), IdOf(takerHandle), priceTicks, lots));
        AfterLoss(makerHandle, takerHandle);
    }

    public void OnDecremented(int makerHandle, int takerHandle, long lots)
    {
        bench.Records.Add(MatchRecord.Decremented(IdOf(makerHandle), IdOf(takerHandle), lots));
        AfterLoss(makerHandle, takerHandle);
    }

    public void OnReplenished(int makerHandle)
    {
        OrderRef order = bench.Pool[makerHandle];
        Assert.That(order.IsResting && order.ShownLots > 0 && order.ShownLots <= order.DisplayLots);
        bench.Records.Add(MatchRecord.Replenished(order.Id.Value, order.ShownLots));
    }

    private ulong IdOf(int handle) => bench.Pool[handle].Id.Value;

    private void AfterLoss(int makerHandle, int takerHandle)
    {
        OrderRef maker = bench.Pool[makerHandle];
        Assert.That(maker.IsResting, Is.EqualTo(maker.LeavesLots > 0));
        uint account = maker.Account.Value;
        Side side = maker.Side;
        if (bench.Book.InAuction && bench.Pool[takerHandle].LeavesLots == 0)
        {
            Assert.That(bench.Pool[takerHandle].IsResting, Is.False);
            bench.Free(takerHandle);
        }

        if (!maker.IsResting)
        {
            bench.Free(makerHandle);
        }

        if (account is BookBench.CancellingAccount or BookBench.ReducingAccount)
        {
            ChangeAllOf(account, side);
        }
    }

    /// <summary>As market-maker protection does: the account's orders of the side leave, or shrink, in the middle of a
    /// match.</summary>
    private void ChangeAllOf(uint account, Side side)
    {
        int handle = bench.Book.BestHandle(side);
        while (handle >= 0)
        {
            int next = bench.Book.NextHandle(handle);
            if (bench.Pool[handle].Account.Value != account)
            {
                handle = next;
                continue;
            }

            if (account == BookBench.CancellingAccount)
            {
                bench.Book.Remove(handle);
                bench.Free(handle);
            }
            else
            {
                bench.Book.Reduce(handle, (bench.Pool[handle].LeavesLots + 1) / 2);
            }

            handle = next;
        }
    }
}
