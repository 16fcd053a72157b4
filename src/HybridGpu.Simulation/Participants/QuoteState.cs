namespace HybridGpu.Simulation.Participants;

/// <summary>What a maker believes to have in the book in one instrument, and what it holds.</summary>
internal struct QuoteState
{
    public long BidTicks;
    public long AskTicks;
    public long BidLots;
    public long AskLots;

    /// <summary>Position since this process started; the venue knows the true one.</summary>
    public long InventoryLots;

    /// <summary>Not to be quoted before, ns since the Unix epoch.</summary>
    public long RestsUntilNs;

    public readonly QuotePrice InBook => new(BidTicks, BidLots, AskTicks, AskLots);

    public readonly bool IsInBook => BidLots > 0 || AskLots > 0;

    public void ForgetQuote() => BidTicks = AskTicks = BidLots = AskLots = 0;
}
