using HybridGpu.Domain;

namespace HybridGpu.Risk.Tick;

/// <summary>A trade that has not happened.</summary>
/// <param name="Instrument">Instrument; no combo.</param>
/// <param name="Lots">Lots, negative to sell.</param>
/// <param name="PriceMicros">Price of a lot in micro-USD; null at the mark.</param>
public readonly record struct SupposedTrade(InstrumentId Instrument, long Lots, long? PriceMicros);
