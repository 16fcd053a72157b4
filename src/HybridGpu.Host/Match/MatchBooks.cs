using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Host.Match;

/// <summary>The venue's books, driven by order ids: one book an instrument, one pool, and the totals of what
/// traded.</summary>
/// <remarks>Thread: one. Prices and quantities are integers in whatever unit the input has. Cost of a command: that of
/// the book plus one look into a dictionary of ids.</remarks>
internal sealed class MatchBooks
{
    /// <summary>Most orders that rest at once.</summary>
    public const int OrdersMax = 1 << 24;

    /// <summary>Most prices of one side: recorded days have far more of them than a venue allows.</summary>
    public const int LevelsMax = 1 << 20;

    private const int OrdersPreallocated = 1 << 14;

    /// <summary>Most quantity that is ordered in a replay.</summary>
    private const long OrderedMax = 1L << 62;

    private const ulong DigestBasis = 1469598103934665603;

    private readonly int _ordersMax;
    private readonly OrderPool _pool;
    private readonly List<LadderOrderBook> _books = [];
    private long _ordered;

    // Ids are whatever the input says; the engine's own map is made for numbers that are counted up.
    private readonly Dictionary<ulong, int> _handleById = [];

    private readonly long[] _refusals = new long[Enum.GetValues<Refusal>().Length];
    private readonly List<TradeRow>? _tape;
    private Totals _totals = new(DigestBasis);

    /// <summary>Books without orders.</summary>
    /// <param name="books">Number of instruments.</param>
    /// <param name="tape">Where trades are kept one by one; null keeps their totals only.</param>
    /// <param name="ordersMax">Most orders that rest at once; one more is <see cref="Refusal.BookFull"/>.</param>
    /// <param name="levelsMax">Most prices of one side of a book; one more is <see cref="Refusal.BookFull"/>.</param>
    public MatchBooks(
        int books, List<TradeRow>? tape = null, int ordersMax = OrdersMax, int levelsMax = LevelsMax)
    {
        _tape = tape;
        _ordersMax = ordersMax;
        // One place more than may rest, for the order that has arrived and doesn't rest.
        _pool = new OrderPool(ordersMax + 1, Math.Min(ordersMax, OrdersPreallocated), hasTerms: false);
        for (int i = 0; i < books; i++)
        {
            _books.Add(new LadderOrderBook(_pool, levelsMax));
        }
    }

    /// <summary>Trades so far.</summary>
    public long Trades => _totals.Trades;

    /// <summary>Sum of the quantities traded.</summary>
    public long Quantity => _totals.Quantity;

    /// <summary>FNV-1a style hash over maker, taker, price and quantity of each trade in order.</summary>
    public ulong Digest => _totals.Digest;

    /// <summary>Orders resting.</summary>
    public int Resting => _pool.Count;

    /// <summary>Commands that have been submitted.</summary>
    public long Commands { get; private set; }

    /// <summary>Number of instruments.</summary>
    public int Count => _books.Count;

    /// <summary>Commands refused for a reason.</summary>
    public long Refused(Refusal refusal) => _refusals[(int)refusal];

    /// <summary>The book of an instrument, to look at.</summary>
    public IOrderBook Book(int book) => _books[book];

    /// <summary>Applies one command.</summary>
    /// <returns>Why it changed nothing, or None.</returns>
    public Refusal Apply(in OrderAction action)
    {
        Commands++;
        Refusal refusal = action.Kind switch
        {
            OrderActionKind.Add => Add(in action),
            OrderActionKind.Cancel => Cancel(in action),
            OrderActionKind.Reduce => Reduce(in action),
            _ => Replace(in action),
        };
        _refusals[(int)refusal]++;
        return refusal;
    }

    /// <summary>A resting order by its id.</summary>
    public bool TryFind(ulong id, out int handle) => _handleById.TryGetValue(id, out handle);

    /// <summary>A resting order; the reference is good until the next command.</summary>
    public OrderRef Order(int handle) => _pool[handle];

    /// <summary>Rests an order that no command brought: part of an opening book. It has no id to be found by.</summary>
    /// <returns>Its handle.</returns>
    /// <exception cref="InvalidOperationException">It would trade.</exception>
    public int Seed(int book, Side side, long price, long quantity)
    {
        int handle = Allocate(new OrderAction(
            OrderActionKind.Add, side, TimeInForceKind.GoodTillCancel, book, 0, 0, 0, price, quantity));
        _books[book].Add(handle);
        return handle;
    }

    /// <summary>Takes quantity off a resting order; with nothing left it leaves its book.</summary>
    /// <returns>True when it has left.</returns>
    public bool TakeOff(int handle, long quantity)
    {
        OrderRef order = _pool[handle];
        LadderOrderBook book = _books[(int)order.Instrument.Value];
        if (quantity < order.LeavesLots)
        {
            book.Reduce(handle, order.LeavesLots - quantity);
            return false;
        }

        book.Remove(handle);
        Forget(handle);
        return true;
    }

    /// <summary>An arriving order that trades what it can and never rests; for inputs that name only the
    /// maker.</summary>
    /// <returns>What it traded.</returns>
    public long Take(int book, Side side, long price, long quantity)
    {
        int handle = Allocate(new OrderAction(
            OrderActionKind.Add, side, TimeInForceKind.ImmediateOrCancel, book, 0, 0, 0, price, quantity));
        Match(book, handle);
        long traded = quantity - _pool[handle].LeavesLots;
        _pool.Free(handle);
        return traded;
    }

    private Refusal Add(in OrderAction action)
    {
        LadderOrderBook book = _books[action.Book];
        if (_handleById.ContainsKey(action.Id))
        {
            return Refusal.DuplicateId;
        }

        if (!IsInRange(in action))
        {
            return Refusal.OutOfRange;
        }

        bool rests = action.TimeInForce is TimeInForceKind.GoodTillCancel or TimeInForceKind.PostOnly;
        if (action.TimeInForce == TimeInForceKind.PostOnly && book.WouldTrade(action.Side, action.Price))
        {
            return Refusal.WouldTrade;
        }

        if (action.TimeInForce == TimeInForceKind.FillOrKill
            && book.LotsWithin(action.Side, action.Price, action.Quantity) < action.Quantity)
        {
            return Refusal.NotEnough;
        }

        if (rests && (_pool.Count == _ordersMax || !book.HasRoom(action.Side, action.Price)))
        {
            return Refusal.BookFull;
        }

        Place(in action, rests);
        return Refusal.None;
    }

    private Refusal Cancel(in OrderAction action)
    {
        Refusal refusal = Find(in action, out int handle);
        if (refusal == Refusal.None)
        {
            Remove(handle);
        }

        return refusal;
    }

    private Refusal Reduce(in OrderAction action)
    {
        Refusal refusal = Find(in action, out int handle);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        if (action.Quantity > _pool[handle].LeavesLots)
        {
            return Refusal.MoreThanOpen;
        }

        TakeOff(handle, action.Quantity);
        return Refusal.None;
    }

    /// <summary>A smaller quantity at the same price keeps its place; anything else is a cancel and a new
    /// order.</summary>
    private Refusal Replace(in OrderAction action)
    {
        Refusal refusal = Find(in action, out int handle);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        ulong id = action.NewId == 0 ? action.Id : action.NewId;
        if (id != action.Id && _handleById.ContainsKey(id))
        {
            return Refusal.DuplicateId;
        }

        OrderRef order = _pool[handle];
        int book = (int)order.Instrument.Value;
        if (action.Price == order.PriceTicks && action.Quantity <= order.LeavesLots)
        {
            _books[book].Reduce(handle, action.Quantity);
            _handleById.Remove(action.Id);
            order.Id = new OrderId(id);
            _handleById.Add(id, handle);
            return Refusal.None;
        }

        if (!IsInRange(in action))
        {
            return Refusal.OutOfRange;
        }

        OrderAction successor = action with { Book = book, Side = order.Side, Id = id, Account = order.Account.Value };
        if (!_books[book].HasRoom(successor.Side, successor.Price))
        {
            return Refusal.BookFull;
        }

        Remove(handle);
        Place(in successor, rests: true);
        return Refusal.None;
    }

    private void Place(in OrderAction action, bool rests)
    {
        LadderOrderBook book = _books[action.Book];
        _ordered += action.Quantity;
        int handle = Allocate(in action);
        if (book.WouldTrade(action.Side, action.Price))
        {
            Match(action.Book, handle);
        }

        if (rests && _pool[handle].LeavesLots > 0)
        {
            book.Add(handle);
            _handleById.Add(action.Id, handle);
        }
        else
        {
            _pool.Free(handle);
        }
    }

    /// <summary>No sum of a book or of trades exceeds what was ordered in all; a price must have a negative.</summary>
    private bool IsInRange(in OrderAction action) =>
        action.Quantity <= OrderedMax - _ordered && action.Price != long.MinValue;

    private void Match(int book, int handle)
    {
        var handler = new Handler(this, book);
        _books[book].Match(handle, ref handler);
    }

    private Refusal Find(in OrderAction action, out int handle)
    {
        if (!_handleById.TryGetValue(action.Id, out handle))
        {
            return Refusal.UnknownOrder;
        }

        return action.Book < 0 || _pool[handle].Instrument.Value == (uint)action.Book
            ? Refusal.None
            : Refusal.OtherInstrument;
    }

    private void Remove(int handle)
    {
        _books[(int)_pool[handle].Instrument.Value].Remove(handle);
        Forget(handle);
    }

    private void Forget(int handle)
    {
        _handleById.Remove(_pool[handle].Id.Value);
        _pool.Free(handle);
    }

    private int Allocate(in OrderAction action)
    {
        int handle = _pool.Allocate();
        OrderRef order = _pool[handle];
        order.Id = new OrderId(action.Id);
        order.Side = action.Side;
        order.PriceTicks = action.Price;
        order.LeavesLots = action.Quantity;
        order.Account = new AccountId(action.Account);
        order.Instrument = new InstrumentId((uint)action.Book);
        return handle;
    }

    private struct Totals(ulong digest)
    {
        public long Trades;
        public long Quantity;
        public ulong Digest = digest;
    }

    private readonly struct Handler(MatchBooks owner, int book) : IMatchHandler
    {
        public MatchVerdict Judge(int makerHandle, int takerHandle, long priceTicks, ref long lots) =>
            MatchVerdict.Fill;

        public void OnDropped(int makerHandle) => throw new InvalidOperationException("Nothing is dropped here.");

        public void OnDecremented(int makerHandle, int takerHandle, long lots) =>
            throw new InvalidOperationException("Nothing is decremented here.");

        public void OnReplenished(int makerHandle) => throw new InvalidOperationException("Nothing is hidden here.");

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
        {
            OrderRef maker = owner._pool[makerHandle];
            ulong taker = owner._pool[takerHandle].Id.Value;
            ref Totals totals = ref owner._totals;
            totals.Trades++;
            totals.Quantity += lots;
            ulong digest = Fold(Fold(totals.Digest, maker.Id.Value), taker);
            totals.Digest = Fold(Fold(digest, (ulong)priceTicks), (ulong)lots);
            owner._tape?.Add(new TradeRow(owner.Commands, book, maker.Id.Value, taker, priceTicks, lots));
            if (maker.LeavesLots == 0)
            {
                owner.Forget(makerHandle);
            }
        }

        private static ulong Fold(ulong digest, ulong word) => (digest ^ word) * 1099511628211;
    }
}
