namespace HybridGpu.Matching.Tests;

/// <summary>What a book told its handler.</summary>
internal enum MatchEvent : byte
{
    Fill,
    Dropped,
    Decremented,
    Replenished,
}

/// <summary>One call of a handler, by order ids, which are the same in every book.</summary>
internal readonly record struct MatchRecord(MatchEvent Event, ulong Maker, ulong Taker, long PriceTicks, long Lots)
{
    public static MatchRecord Fill(ulong maker, ulong taker, long priceTicks, long lots) =>
        new(MatchEvent.Fill, maker, taker, priceTicks, lots);

    public static MatchRecord Dropped(ulong order) => new(MatchEvent.Dropped, order, 0, 0, 0);

    public static MatchRecord Decremented(ulong maker, ulong taker, long lots) =>
        new(MatchEvent.Decremented, maker, taker, 0, lots);

    /// <summary>The lots are those that the order shows now.</summary>
    public static MatchRecord Replenished(ulong order, long shownLots) =>
        new(MatchEvent.Replenished, order, 0, 0, shownLots);
}
