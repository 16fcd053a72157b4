using HybridGpu.Domain;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A resting order or quote side as the events tell of it.</summary>
internal sealed record ObservedOrder(
    AccountId Account, InstrumentId Instrument, Side Side, long PriceTicks, long LeavesLots, long ShownLots);
