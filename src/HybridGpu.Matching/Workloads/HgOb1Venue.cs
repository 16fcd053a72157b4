using System;
using HybridGpu.Domain;

namespace HybridGpu.Matching.Workloads;

/// <summary>
/// 1,000 books over one pool and the orders by id: applies the commands of HG-OB-1 and keeps count of the fills. A
/// command costs what it costs a book: the order is found by its id, put into the pool, matched, and reported.
/// </summary>
/// <remarks>One thread. Hot path: no allocation once as many orders have rested as ever will.</remarks>
public sealed class HgOb1Venue
{
    private const ulong DigestAtFirst = 1469598103934665603;
    private const int OrdersMax = 1 << 18;

    private readonly OrderPool _pool;
    private readonly OrderIdMap _byId;
    private readonly LadderOrderBook[] _books = new LadderOrderBook[HgOb1Script.Instruments];
    private Totals _totals = new() { Digest = DigestAtFirst };

    /// <summary>A venue with empty books.</summary>
    /// <param name="hasTerms">Whether orders have terms beside what books need, as an engine's have.</param>
    public HgOb1Venue(bool hasTerms)
    {
        _pool = new OrderPool(OrdersMax, OrdersMax / 2, hasTerms);
        _byId = new OrderIdMap(_pool, OrdersMax / 2);
        for (int i = 0; i < _books.Length; i++)
        {
            _books[i] = new LadderOrderBook(_pool);
        }
    }

    /// <summary>What it has come to so far.</summary>
    public HgOb1Result Result => new(_totals.Trades, _totals.Quantity, _totals.Digest, _pool.Count);

    /// <summary>Applies one command. Hot path.</summary>
    public void Apply(in HgOb1Command command) => Apply(in command, null);

    /// <summary>
    /// Asks the processor for the memory that commands need which wait behind the one to be applied: a venue's ring
    /// knows them. Changes nothing.
    /// </summary>
    /// <param name="near">A command for whose orders the processor is asked: its own, and the first that it may
    /// trade with.</param>
    /// <param name="far">A later command, for whose slot in the map and best level it is asked.</param>
    public void LookAhead(in HgOb1Command near, in HgOb1Command far)
    {
        _byId.PrefetchSlot(new OrderId((ulong)far.TargetId));
        _byId.PrefetchOrder(new OrderId((ulong)near.TargetId));
        _books[far.Instrument].PrefetchBestLevel(far.Side.Opposite());
        _books[near.Instrument].PrefetchBestOrder(near.Side.Opposite());
    }

    /// <summary>Applies one command; the source hears which orders rest and leave.</summary>
    internal void Apply(in HgOb1Command command, HgOb1Workload? source)
    {
        LadderOrderBook book = _books[command.Instrument];
        if (command.Kind is HgOb1Kind.Cancel or HgOb1Kind.Replace)
        {
            int target = _byId.Remove(new OrderId((ulong)command.TargetId));
            book.Remove(target);
            _pool.Free(target);
            source?.OnGone(command.TargetId);
            if (command.Kind == HgOb1Kind.Cancel)
            {
                return;
            }
        }

        int handle = _pool.Allocate();
        ref RestingOrder order = ref _pool.At(handle);
        order.Id = new OrderId((ulong)command.NewId);
        order.Side = command.Side;
        order.PriceTicks = command.PriceTicks;
        order.LeavesLots = command.Lots;
        order.Account = new AccountId(command.Account);
        order.Instrument = new InstrumentId(command.Instrument);
        var handler = new Handler(this, source);
        book.Match(handle, ref handler);

        if (order.LeavesLots > 0 && command.Kind != HgOb1Kind.ImmediateOrCancel)
        {
            book.Add(handle);
            _byId.Add(handle);
            source?.OnRested(in command);
        }
        else
        {
            _pool.Free(handle);
        }
    }

    private struct Totals
    {
        public long Trades;
        public long Quantity;
        public ulong Digest;
    }

    private readonly struct Handler(HgOb1Venue venue, HgOb1Workload? source) : IMatchHandler
    {
        public MatchVerdict Judge(int makerHandle, int takerHandle, long priceTicks, ref long lots) =>
            MatchVerdict.Fill;

        public void OnDropped(int makerHandle) => throw new InvalidOperationException("Nothing is dropped here.");

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
        {
            ref RestingOrder maker = ref venue._pool.At(makerHandle);
            ref Totals totals = ref venue._totals;
            totals.Trades++;
            totals.Quantity += lots;
            ulong digest = Fold(Fold(totals.Digest, maker.Id.Value), venue._pool.At(takerHandle).Id.Value);
            totals.Digest = Fold(Fold(digest, (ulong)priceTicks), (ulong)lots);
            if (maker.LeavesLots == 0)
            {
                venue._byId.Remove(maker.Id);
                source?.OnGone((int)maker.Id.Value);
                venue._pool.Free(makerHandle);
            }
        }

        public void OnDecremented(int makerHandle, int takerHandle, long lots) =>
            throw new InvalidOperationException("Nothing is decremented here.");

        public void OnReplenished(int makerHandle) => throw new InvalidOperationException("Nothing is hidden here.");

        private static ulong Fold(ulong digest, ulong word) => (digest ^ word) * 1099511628211;
    }
}
