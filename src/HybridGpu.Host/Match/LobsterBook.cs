using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>One pass of LOBSTER messages through a book.</summary>
/// <remarks>
/// Orders of the file are orders here, under their own ids. What rested before is one order a price, without an id: it
/// is older and therefore first, and messages about ids that the file doesn't introduce are about it. An execution is
/// an arriving order where our book would trade the same resting order; where the message names another one, that one
/// is reduced directly, and counted.
/// </remarks>
internal sealed class LobsterBook
{
    private const int Book = 0;

    private readonly Dictionary<(Side Side, long Price), int> _older = [];

    /// <summary>A book with what rested before the first message.</summary>
    public LobsterBook(LobsterOpening opening, LobsterMessage first, List<TradeRow>? tape)
    {
        Books = new MatchBooks(1, tape);
        foreach (BookLevel level in opening.Before(first))
        {
            _older.Add((level.Side, level.Price), Books.Seed(Book, level.Side, level.Price, level.Quantity));
        }
    }

    /// <summary>The book and what traded.</summary>
    public MatchBooks Books { get; }

    /// <summary>What happened so far.</summary>
    public LobsterCounts Counts { get; } = new();

    /// <summary>Applies one message.</summary>
    public void Apply(in LobsterMessage message)
    {
        switch (message.Kind)
        {
            case LobsterKind.New:
                Add(in message);
                break;
            case LobsterKind.PartialCancel:
            case LobsterKind.Delete:
                Counts.Cancelled++;
                Cancel(in message);
                break;
            case LobsterKind.VisibleExecution:
                Counts.Executed++;
                Execute(in message);
                break;
            default:
                Counts.WithoutBookChange++;
                break;
        }
    }

    private void Add(in LobsterMessage message)
    {
        Counts.Added++;
        Counts.Crossing += Books.Book(Book).WouldTrade(message.Side, message.Price) ? 1 : 0;
        var action = new OrderAction(
            OrderActionKind.Add, message.Side, TimeInForceKind.GoodTillCancel, Book, message.Id, 0, 0, message.Price,
            message.Size);
        Counts.UnknownOrders += Books.Apply(in action) == Refusal.None ? 0 : 1;
    }

    private void Cancel(in LobsterMessage message)
    {
        if (TryFind(in message, out int handle, out bool isOlder))
        {
            long open = Books.Order(handle).LeavesLots;
            bool fits = message.Size <= open
                && (message.Kind == LobsterKind.PartialCancel || isOlder || message.Size == open);
            Counts.WrongSize += fits ? 0 : 1;
            bool takesAll = message.Kind == LobsterKind.Delete && !isOlder;
            TakeOff(in message, handle, takesAll ? open : message.Size, isOlder);
        }
    }

    private void Execute(in LobsterMessage message)
    {
        if (!TryFind(in message, out int handle, out bool isOlder))
        {
            return;
        }

        long open = Books.Order(handle).LeavesLots;
        if (handle != Books.Book(Book).BestHandle(message.Side) || message.Size > open)
        {
            Counts.WrongSize += message.Size > open ? 1 : 0;
            TakeOff(in message, handle, message.Size, isOlder);
            return;
        }

        Counts.ExecutedInPriority++;
        Books.Take(Book, message.Side.Opposite(), message.Price, message.Size);
        if (isOlder && message.Size == open)
        {
            _older.Remove((message.Side, message.Price));
        }
    }

    private bool TryFind(in LobsterMessage message, out int handle, out bool isOlder)
    {
        isOlder = false;
        if (Books.TryFind(message.Id, out handle))
        {
            return true;
        }

        isOlder = _older.TryGetValue((message.Side, message.Price), out handle);
        Counts.OlderOrders += isOlder ? 1 : 0;
        Counts.UnknownOrders += isOlder ? 0 : 1;
        return isOlder;
    }

    private void TakeOff(in LobsterMessage message, int handle, long quantity, bool isOlder)
    {
        if (Books.TakeOff(handle, quantity) && isOlder)
        {
            _older.Remove((message.Side, message.Price));
        }
    }
}
