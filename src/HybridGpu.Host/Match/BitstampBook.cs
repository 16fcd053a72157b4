namespace HybridGpu.Host.Match;

/// <summary>One pass of the exchange's order events through a book that matches by itself.</summary>
/// <remarks>
/// A created order is submitted: what crosses trades here, before the exchange tells. What it tells then of the orders'
/// rests is compared, and where it differs the exchange is believed, so that one difference doesn't become many.
/// </remarks>
internal sealed class BitstampBook
{
    private const int Book = 0;

    private readonly HashSet<ulong> _created = [];

    /// <summary>An empty book: what rested before the recording isn't known.</summary>
    public BitstampBook(List<TradeRow>? tape) => Books = new MatchBooks(1, tape);

    /// <summary>The book and what traded.</summary>
    public MatchBooks Books { get; }

    /// <summary>What happened so far.</summary>
    public BitstampCounts Counts { get; } = new();

    /// <summary>Applies one event.</summary>
    public void Apply(in BitstampEvent happened)
    {
        switch (happened.Kind)
        {
            case BitstampKind.Created:
                Counts.Created++;
                _created.Add(happened.Id);
                Submit(in happened);
                break;
            case BitstampKind.Changed:
                Change(in happened);
                break;
            case BitstampKind.Deleted:
                Delete(in happened);
                break;
            default:
                Counts.ExchangeTrades++;
                Counts.ExchangeVolume += happened.Volume;
                break;
        }
    }

    private void Submit(in BitstampEvent happened)
    {
        var action = new OrderAction(
            OrderActionKind.Add, happened.Side, TimeInForceKind.GoodTillCancel, Book, happened.Id, 0, 0,
            happened.Price, happened.Volume);
        Books.Apply(in action);
    }

    private void Change(in BitstampEvent happened)
    {
        if (!Books.TryFind(happened.Id, out int handle))
        {
            // It rests with the exchange and not here: it is older than the recording, or we have traded too much.
            bool isOlder = _created.Add(happened.Id);
            Counts.OlderOrders += isOlder ? 1 : 0;
            Counts.FillsDenied += isOlder ? 0 : 1;
            Submit(in happened);
            return;
        }

        long open = Books.Order(handle).LeavesLots;
        if (open == happened.Volume)
        {
            Counts.FillsConfirmed++;
        }
        else if (open > happened.Volume)
        {
            Counts.FillsUnseen++;
            Books.TakeOff(handle, open - happened.Volume);
        }
        else
        {
            Counts.FillsDenied++;
            Books.TakeOff(handle, open);
            Submit(in happened);
        }
    }

    private void Delete(in BitstampEvent happened)
    {
        if (!Books.TryFind(happened.Id, out int handle))
        {
            bool isOlder = !_created.Contains(happened.Id);
            Counts.OlderOrders += isOlder ? 1 : 0;
            Counts.FillsConfirmed += !isOlder && happened.Volume == 0 ? 1 : 0;
            Counts.FillsDenied += !isOlder && happened.Volume > 0 ? 1 : 0;
            return;
        }

        long open = Books.Order(handle).LeavesLots;
        Counts.FillsUnseen += happened.Volume == 0 ? 1 : 0;
        Counts.Cancelled += happened.Volume > 0 ? 1 : 0;
        Counts.CancelledOtherQuantity += happened.Volume > 0 && happened.Volume != open ? 1 : 0;
        Books.TakeOff(handle, open);
    }
}
