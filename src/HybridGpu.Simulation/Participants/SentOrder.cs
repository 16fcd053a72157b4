using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>An order of a taker that may still be open.</summary>
internal readonly record struct SentOrder(
    MarketInstrument Instrument, byte Side, long Lots, bool Rests, long SentNs, bool CancelSent);
