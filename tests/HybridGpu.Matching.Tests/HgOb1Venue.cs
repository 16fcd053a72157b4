using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>1,000 books over one pool, which applies the commands of HG-OB-1 and keeps its digest.</summary>
internal sealed class HgOb1Venue
{
    private readonly OrderPool _pool = new(1 << 18, 1 << 17);
    private readonly LadderOrderBook[] _books = new LadderOrderBook[HgOb1Workload.Instruments];
    private Totals _totals = new(1469598103934665603);

    public HgOb1Venue()
    {
        for (int i = 0; i < _books.Length; i++)
        {
            _books[i] = new LadderOrderBook(_pool);
        }
    }

    public long Trades => _totals.Trades;

    public long Quantity => _totals.Quantity;

    public ulong Digest => _totals.Digest;

    public int Resting => _pool.Count;

    /// <summary>Applies one command; the workload, when there is one, hears which orders rest and leave.</summary>
    public void Apply(in HgOb1Command command, HgOb1Workload? listener)
    {
        LadderOrderBook book = _books[command.Instrument];
        if (command.Kind is HgOb1Kind.Cancel or HgOb1Kind.Replace)
        {
            book.Remove(command.TargetHandle);
            _pool.Free(command.TargetHandle);
            listener?.OnGone(command.TargetId);
            if (command.Kind == HgOb1Kind.Cancel)
            {
                return;
            }
        }

        int handle = _pool.Allocate();
        ref RestingOrder order = ref _pool[handle];
        order.Id = new OrderId((ulong)command.NewId);
        order.Side = command.Side;
        order.PriceTicks = command.PriceTicks;
        order.Lots = command.Lots;
        order.LeavesLots = command.Lots;
        order.Account = new AccountId(command.Account);
        order.Instrument = new InstrumentId(command.Instrument);
        if (book.WouldTrade(command.Side, command.PriceTicks))
        {
            var handler = new Handler(_pool, ref _totals, listener);
            book.Match(handle, ref handler);
        }

        if (order.LeavesLots > 0 && command.Kind != HgOb1Kind.ImmediateOrCancel)
        {
            book.Add(handle);
            listener?.OnRested(in command, handle);
        }
        else
        {
            _pool.Free(handle);
        }
    }

    private struct Totals(ulong digest)
    {
        public long Trades;
        public long Quantity;
        public ulong Digest = digest;
    }

    private readonly ref struct Handler(OrderPool pool, ref Totals totals, HgOb1Workload? listener) : IMatchHandler
    {
        private readonly ref Totals _totals = ref totals;

        public MatchVerdict Judge(in RestingOrder maker, in RestingOrder taker, long priceTicks, ref long lots) =>
            MatchVerdict.Fill;

        public void OnDropped(int makerHandle) => throw new InvalidOperationException("Nothing is dropped here.");

        public void OnDecremented(int makerHandle, int takerHandle, long lots) =>
            throw new InvalidOperationException("Nothing is decremented here.");

        public void OnReplenished(int makerHandle) => throw new InvalidOperationException("Nothing is hidden here.");

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
        {
            ref RestingOrder maker = ref pool[makerHandle];
            _totals.Trades++;
            _totals.Quantity += lots;
            ulong digest = Fold(Fold(_totals.Digest, maker.Id.Value), pool[takerHandle].Id.Value);
            _totals.Digest = Fold(Fold(digest, (ulong)priceTicks), (ulong)lots);
            if (maker.LeavesLots == 0)
            {
                listener?.OnGone((int)maker.Id.Value);
                pool.Free(makerHandle);
            }
        }

        private static ulong Fold(ulong digest, ulong word) => (digest ^ word) * 1099511628211;
    }
}
