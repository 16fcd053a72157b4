using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Surfaces;

/// <summary>One fitted expiry and where it comes from.</summary>
internal sealed record SurfaceRow(
    string File, DateTime TakenUtc, string Currency, DateTime ExpiryUtc, SurfaceFit Fit)
{
    /// <summary>True unless the checks of a slice found arbitrage.</summary>
    public bool IsFree => !Fit.HasSlice || (Fit.LeastDurrleman >= 0 && !(Fit.CalendarMargin < 0));
}
