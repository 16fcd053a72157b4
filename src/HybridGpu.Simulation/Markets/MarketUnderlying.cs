using HybridGpu.Domain;
using HybridGpu.Simulation.Listing;

namespace HybridGpu.Simulation.Markets;

/// <summary>An asset that a simulated market trades, and the terms its contracts are listed on.</summary>
/// <param name="Id">Its number at the venue.</param>
/// <param name="Symbol">Its name, which begins the symbols of its contracts.</param>
/// <param name="ScanRange">Move of the settlement grid's outer columns, a fraction.</param>
/// <param name="LotSizeMicros">Lot in 1e-6 of the asset.</param>
/// <param name="OptionTickMicros">Price increment of its options in micro-USD.</param>
/// <param name="PerpetualTickMicros">Price increment of its perpetual in micro-USD.</param>
/// <remarks>Tick x lot is a multiple of 1e6 for both, as listing demands. Immutable.</remarks>
public sealed record MarketUnderlying(
    UnderlyingId Id,
    string Symbol,
    double ScanRange,
    long LotSizeMicros,
    long OptionTickMicros,
    long PerpetualTickMicros)
{
    /// <summary>Bitcoin, as the embedded specification lists it.</summary>
    public static MarketUnderlying Btc => ListingSpecification.Default.Underlyings[0].Market;

    /// <summary>Ether, likewise.</summary>
    public static MarketUnderlying Eth => ListingSpecification.Default.Underlyings[1].Market;

    /// <summary>Market time between two fundings of its perpetual, in ns; they fall on its multiples.</summary>
    public long FundingIntervalNs { get; init; } = MarketTime.HourNs;

    /// <summary>Symbol of the perpetual.</summary>
    public string PerpetualSymbol => Symbol + "-PERP";
}
