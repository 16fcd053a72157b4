using System.Collections.Generic;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Listing;

/// <summary>An underlying of a specification, with its products.</summary>
/// <param name="Market">What markets and participants know of it.</param>
/// <param name="SamplePriceUsd">Where the sample market's index begins.</param>
/// <param name="SampleVolatility">About which volatility its path and surface have, a fraction per sqrt(year).</param>
/// <param name="Products">At most one of each kind.</param>
/// <remarks>Immutable. Thread: any.</remarks>
public sealed record ListingUnderlying(
    MarketUnderlying Market,
    double SamplePriceUsd,
    double SampleVolatility,
    IReadOnlyList<ListingProduct> Products);
