using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>What a book told its handler, by order ids, which are the same in every book.</summary>
internal readonly record struct MatchRecord(ulong Maker, ulong Taker, long PriceTicks, long Lots, bool Refused);

/// <summary>Records, refuses makers of one account, frees what it owns, and can cancel another order from
/// within.</summary>
internal readonly struct RecordingHandler(
    OrderPool pool, IOrderBook book, List<MatchRecord> records, uint refusedAccount, uint cancellingAccount)
    : IMatchHandler
{
    public MatchVerdict Judge(in RestingOrder maker, in RestingOrder taker, long priceTicks, ref long lots)
    {
        Assert.That(maker.IsResting && !taker.IsResting, "A fill is asked for before it is made.");
        Assert.That(lots, Is.EqualTo(Math.Min(maker.ShownLots, taker.LeavesLots)));
        return maker.Account.Value != refusedAccount ? MatchVerdict.Fill : MatchVerdict.DropMaker;
    }

    public void OnDropped(int makerHandle)
    {
        Assert.That(pool[makerHandle].IsResting, Is.False);
        records.Add(new MatchRecord(pool[makerHandle].Id.Value, 0, pool[makerHandle].PriceTicks, 0, true));
        pool.Free(makerHandle);
    }

    public void OnDecremented(int makerHandle, int takerHandle, long lots) => Assert.Fail("Nothing is decremented.");

    public void OnReplenished(int makerHandle) => Assert.Fail("Nothing is hidden.");

    public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
    {
        ref RestingOrder maker = ref pool[makerHandle];
        records.Add(new MatchRecord(maker.Id.Value, pool[takerHandle].Id.Value, priceTicks, lots, false));
        Assert.That(maker.IsResting, Is.EqualTo(maker.LeavesLots > 0));
        uint account = maker.Account.Value;
        Side side = maker.Side;
        if (!maker.IsResting)
        {
            pool.Free(makerHandle);
        }

        if (account == cancellingAccount)
        {
            CancelAllOf(account, side);
        }
    }

    /// <summary>As market-maker protection does: the account's other orders of the side leave in the middle of a
    /// match.</summary>
    private void CancelAllOf(uint account, Side side)
    {
        int handle = book.BestHandle(side);
        while (handle >= 0)
        {
            int next = book.NextHandle(handle);
            if (pool[handle].Account.Value == account)
            {
                book.Remove(handle);
                pool.Free(handle);
            }

            handle = next;
        }
    }
}
