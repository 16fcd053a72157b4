using HybridGpu.Domain;

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
    /// <summary>Bitcoin: lots of 0.001, options in whole dollars, the perpetual in half dollars.</summary>
    public static MarketUnderlying Btc { get; } = new(new UnderlyingId(0), "BTC", 0.16, 1_000, 1_000_000, 500_000);

    /// <summary>Ether: lots of 0.01, options in 10 cents, the perpetual in 5 cents.</summary>
    public static MarketUnderlying Eth { get; } = new(new UnderlyingId(1), "ETH", 0.18, 10_000, 100_000, 50_000);

    /// <summary>Symbol of the perpetual.</summary>
    public string PerpetualSymbol => Symbol + "-PERP";
}
