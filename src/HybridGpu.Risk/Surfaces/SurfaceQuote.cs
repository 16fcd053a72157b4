using HybridGpu.Domain.Instruments;

namespace HybridGpu.Risk.Surfaces;

/// <summary>One quote that a slice is fitted to.</summary>
/// <param name="StrikeUsd">Strike, USD.</param>
/// <param name="Kind">Call or put, whose price the bid and ask are.</param>
/// <param name="Volatility">Volatility to fit, a fraction per √year.</param>
/// <param name="BidUsd">Best bid, USD per unit of the underlying; NaN when there is none.</param>
/// <param name="AskUsd">Best ask, likewise.</param>
public readonly record struct SurfaceQuote(
    double StrikeUsd, InstrumentKind Kind, double Volatility, double BidUsd, double AskUsd);
