using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>A book with its pool, driven by order ids.</summary>
internal sealed class BookBench
{
    public const uint RefusedAccount = 13;
    public const uint CancellingAccount = 7;
    public const uint ReducingAccount = 11;

    private readonly Dictionary<ulong, int> _handleById = [];

    public BookBench(
        bool ladder,
        int capacity = 100_000,
        int levelsMax = LadderOrderBook.LevelsMaxDefault,
        MatchAllocation allocation = MatchAllocation.PriceTime)
    {
        Pool = new OrderPool(capacity);
        Book = ladder
            ? new LadderOrderBook(Pool, levelsMax, allocation)
            : new NaiveOrderBook(Pool, levelsMax, allocation);
    }

    public OrderPool Pool { get; }

    public IOrderBook Book { get; }

    public List<MatchRecord> Records { get; } = [];

    /// <summary>What the handler decides; as it is made, makers of one account are dropped.</summary>
    public Judgement Judgement { get; set; } = DropRefused;

    public int Handle(ulong id) => _handleById[id];

    public OrderRef Order(ulong id) => Pool[_handleById[id]];

    /// <summary>An order in the pool and in no book.</summary>
    public int Loose(ulong id, Side side, long priceTicks, long lots, uint account = 1, long display = 0)
    {
        int handle = Pool.Allocate();
        OrderRef order = Pool[handle];
        order.Id = new OrderId(id);
        order.Side = side;
        order.PriceTicks = priceTicks;
        order.Lots = lots;
        order.LeavesLots = lots;
        order.DisplayLots = display;
        order.Account = new AccountId(account);
        _handleById[id] = handle;
        return handle;
    }

    public void Add(ulong id, Side side, long priceTicks, long lots, uint account = 1, long display = 0) =>
        Book.Add(Loose(id, side, priceTicks, lots, account, display));

    /// <summary>Matches an order and rests what is left; an order with nothing left is freed.</summary>
    /// <returns>Lots left.</returns>
    public long Submit(
        ulong id, Side side, long priceTicks, long lots, uint account = 1, bool rest = true, long display = 0)
    {
        int handle = Loose(id, side, priceTicks, lots, account, display);
        var handler = new RecordingHandler(this);
        Book.Match(handle, ref handler);
        long left = Pool[handle].LeavesLots;

        // A taker may be stopped while it crosses: it can't rest then.
        if (left > 0 && rest && Book.HasRoom(side, priceTicks) && !Book.WouldTrade(side, priceTicks))
        {
            Book.Add(handle);
        }
        else
        {
            Free(handle);
        }

        return left;
    }

    /// <summary>Asks whether an order would be filled whole; it is gone afterwards.</summary>
    public bool CanFill(ulong id, Side side, long priceTicks, long lots)
    {
        int handle = Loose(id, side, priceTicks, lots);
        var handler = new RecordingHandler(this);
        bool can = Book.CanFill(handle, ref handler);
        Free(handle);
        return can;
    }

    public void Uncross(long priceTicks)
    {
        var handler = new RecordingHandler(this);
        Book.Uncross(priceTicks, ref handler);
    }

    public void Cancel(ulong id)
    {
        Book.Remove(_handleById[id]);
        Free(_handleById[id]);
    }

    public void Free(int handle)
    {
        _handleById.Remove(Pool[handle].Id.Value);
        Pool.Free(handle);
    }

    public PriceLevel[] Levels(Side side)
    {
        var levels = new PriceLevel[Book.OrderCount + 1];
        return levels[..Book.CopyLevels(side, levels)];
    }

    /// <summary>Ids of a side in priority order.</summary>
    public List<ulong> Queue(Side side)
    {
        var ids = new List<ulong>();
        for (int handle = Book.BestHandle(side); handle >= 0; handle = Book.NextHandle(handle))
        {
            ids.Add(Pool[handle].Id.Value);
        }

        return ids;
    }

    private static MatchVerdict DropRefused(
        OrderRef maker, OrderRef taker, long priceTicks, ref long lots) =>
        maker.Account.Value == RefusedAccount ? MatchVerdict.DropMaker : MatchVerdict.Fill;
}
