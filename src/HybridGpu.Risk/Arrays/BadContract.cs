using HybridGpu.Domain;

namespace HybridGpu.Risk.Arrays;

/// <summary>A contract of the inputs that was left out of the epoch: it can't be traded or margined until it is
/// priced.</summary>
/// <param name="Instrument">Instrument.</param>
/// <param name="Reason">Why.</param>
public readonly record struct BadContract(InstrumentId Instrument, BadContractReason Reason);
