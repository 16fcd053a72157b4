using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Host.Match;

/// <summary>Order events of an exchange, put through a book that matches by itself.</summary>
internal sealed class BitstampReplay : IReplay
{
    private readonly List<BitstampEvent> _events;

    /// <summary>A replay of events that were read.</summary>
    public BitstampReplay(List<BitstampEvent> events, string instrument)
    {
        _events = events;
        Instruments = [instrument];
    }

    /// <inheritdoc/>
    public string Format => "bitstamp";

    /// <inheritdoc/>
    public long Commands => _events.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Instruments { get; }

    /// <inheritdoc/>
    public int PriceDecimals => BitstampFile.PriceDecimals;

    /// <summary>Quantities are satoshi.</summary>
    public int QuantityDecimals => 0;

    /// <summary>Where matching and events agreed in the last replay.</summary>
    public BitstampCounts Counts { get; private set; } = new();

    /// <inheritdoc/>
    public MatchBooks Apply(List<TradeRow>? tape)
    {
        var book = new BitstampBook(tape);
        foreach (BitstampEvent happened in _events)
        {
            book.Apply(in happened);
        }

        Counts = book.Counts;
        return book.Books;
    }

    /// <summary>Replays once more and compares with the exchange's own books, each when all events up to its time have
    /// been applied.</summary>
    public BitstampComparison Compare(List<PublishedBook> published)
    {
        var tape = new List<TradeRow>();
        var book = new BitstampBook(tape);
        var told = new ToldBook();
        var result = new BitstampComparison();
        int next = 0;
        for (int i = 0; i < published.Count; i++)
        {
            while (next < _events.Count && _events[next].ReceivedMs <= published[i].ReceivedMs)
            {
                told.Apply(_events[next]);
                book.Apply(_events[next++]);
            }

            Compare(book.Books.Book(0), told, published, i, result);
        }

        while (next < _events.Count)
        {
            book.Apply(_events[next++]);
        }

        result.TradesReproduced = Reproduced(tape);
        return result;
    }

    private static void Compare(
        IOrderBook ours, ToldBook told, List<PublishedBook> published, int index, BitstampComparison result)
    {
        PublishedBook theirs = published[index];
        long sameRank = result.LevelsByRank;
        long samePrice = result.LevelsByPrice;
        (bool bidPrice, bool bid) = CompareSide(ours, told, Side.Buy, theirs.Bids, published[0].Bids, result);
        (bool askPrice, bool ask) = CompareSide(ours, told, Side.Sell, theirs.Asks, published[0].Asks, result);
        long levels = theirs.Bids.Count + theirs.Asks.Count;
        result.Books++;
        result.BestBidPrices += bidPrice ? 1 : 0;
        result.BestBids += bid ? 1 : 0;
        result.BestAskPrices += askPrice ? 1 : 0;
        result.BestAsks += ask ? 1 : 0;
        result.WholeBooks += result.LevelsByRank - sameRank == levels ? 1 : 0;
        int quarter = index * result.QuarterLevels.Length / published.Count;
        result.QuarterLevels[quarter] += levels;
        result.QuarterLevelsByPrice[quarter] += result.LevelsByPrice - samePrice;
    }

    private static (bool BestPrice, bool Best) CompareSide(
        IOrderBook book,
        ToldBook told,
        Side side,
        List<BookLevel> theirs,
        List<BookLevel> atFirst,
        BitstampComparison result)
    {
        PriceLevel[] ours = Levels(book, side);
        Dictionary<long, long> quantityByPrice = ours.ToDictionary(level => level.PriceTicks, level => level.Lots);
        for (int rank = 0; rank < theirs.Count; rank++)
        {
            BookLevel level = theirs[rank];
            bool isHere = quantityByPrice.TryGetValue(level.Price, out long quantity);
            bool isSame = isHere && quantity == level.Quantity;
            bool isTold = told.Quantity(side, level.Price) == level.Quantity;
            result.Levels++;
            result.LevelsTold += isTold ? 1 : 0;
            result.LevelsLostByMatching += isTold && !isSame ? 1 : 0;
            result.LevelsByPrice += isSame ? 1 : 0;
            result.LevelsByRank += isSame && rank < ours.Length && ours[rank].PriceTicks == level.Price ? 1 : 0;
            result.LevelsMissing += isHere ? 0 : 1;
            result.LevelsMissingSinceStart += !isHere && atFirst.Contains(level) ? 1 : 0;
            result.LevelsOtherQuantity += isHere && !isSame ? 1 : 0;
        }

        HashSet<long> prices = [.. theirs.Select(level => level.Price)];
        result.LevelsExtra += theirs.Count == 0
            ? 0
            : ours.Count(level => (theirs[^1].Price - level.PriceTicks) * side.Sign() <= 0
                && !prices.Contains(level.PriceTicks));
        return theirs.Count == 0 || ours.Length == 0
            ? (theirs.Count == ours.Length, theirs.Count == ours.Length)
            : (ours[0].PriceTicks == theirs[0].Price,
                ours[0].PriceTicks == theirs[0].Price && ours[0].Lots == theirs[0].Quantity);
    }

    private static PriceLevel[] Levels(IOrderBook book, Side side)
    {
        var levels = new PriceLevel[book.OrderCount];
        return levels[..book.CopyLevels(side, levels)];
    }

    /// <summary>Trades of the exchange found among ours, by price and quantity, each of ours used once.</summary>
    private long Reproduced(List<TradeRow> tape)
    {
        var ours = new Dictionary<(long Price, long Quantity), int>();
        foreach (TradeRow trade in tape)
        {
            ours[(trade.Price, trade.Quantity)] = ours.GetValueOrDefault((trade.Price, trade.Quantity)) + 1;
        }

        long reproduced = 0;
        foreach (BitstampEvent happened in _events.Where(happened => happened.Kind == BitstampKind.Trade))
        {
            (long, long) key = (happened.Price, happened.Volume);
            if (ours.GetValueOrDefault(key) > 0)
            {
                ours[key]--;
                reproduced++;
            }
        }

        return reproduced;
    }
}
