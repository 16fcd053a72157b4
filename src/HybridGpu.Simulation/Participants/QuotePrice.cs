namespace HybridGpu.Simulation.Participants;

/// <summary>A two-sided quote; a side of 0 lots is none.</summary>
internal readonly record struct QuotePrice(long BidTicks, long BidLots, long AskTicks, long AskLots);
