using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>A book with its pool, driven by order ids.</summary>
internal sealed class BookBench
{
    public const uint RefusedAccount = 13;
    public const uint CancellingAccount = 7;

    private readonly Dictionary<ulong, int> _handleById = [];

    public BookBench(bool ladder, int capacity = 100_000, int levelsMax = LadderOrderBook.LevelsMaxDefault)
    {
        Pool = new OrderPool(capacity);
        Book = ladder ? new LadderOrderBook(Pool, levelsMax) : new NaiveOrderBook(Pool, levelsMax);
    }

    public OrderPool Pool { get; }

    public IOrderBook Book { get; }

    public List<MatchRecord> Records { get; } = [];

    public int Handle(ulong id) => _handleById[id];

    public ref RestingOrder Order(ulong id) => ref Pool[_handleById[id]];

    /// <summary>An order in the pool and in no book.</summary>
    public int Loose(ulong id, Side side, long priceTicks, long lots, uint account = 1)
    {
        int handle = Pool.Allocate();
        ref RestingOrder order = ref Pool[handle];
        order.Id = new OrderId(id);
        order.Side = side;
        order.PriceTicks = priceTicks;
        order.Lots = lots;
        order.LeavesLots = lots;
        order.Account = new AccountId(account);
        _handleById[id] = handle;
        return handle;
    }

    public void Add(ulong id, Side side, long priceTicks, long lots, uint account = 1) =>
        Book.Add(Loose(id, side, priceTicks, lots, account));

    /// <summary>Matches an order and rests what is left; an order with nothing left is freed.</summary>
    /// <returns>Lots left.</returns>
    public long Submit(ulong id, Side side, long priceTicks, long lots, uint account = 1, bool rest = true)
    {
        int handle = Loose(id, side, priceTicks, lots, account);
        var handler = new RecordingHandler(Pool, Book, Records, RefusedAccount, CancellingAccount);
        Book.Match(handle, ref handler);
        long left = Pool[handle].LeavesLots;
        Assert.That(Pool[handle].CumLots, Is.EqualTo(lots - left));
        if (left > 0 && rest && Book.HasRoom(side, priceTicks))
        {
            Book.Add(handle);
        }
        else
        {
            Pool.Free(handle);
        }

        return left;
    }

    public void Cancel(ulong id)
    {
        Book.Remove(_handleById[id]);
        Pool.Free(_handleById[id]);
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
}
