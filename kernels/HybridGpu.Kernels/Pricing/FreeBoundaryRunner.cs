using System;

namespace HybridGpu.Kernels.Pricing;

/// <summary>American options that need a grid, of one vector width, chosen once.</summary>
internal abstract class FreeBoundaryRunner
{
    /// <summary>Fills price, delta, gamma and status of every option.</summary>
    public abstract void Run(AmericanBarrierColumns columns);

    /// <summary>All nine outputs of one option whose status is Ok.</summary>
    public abstract GreekLanes<double> Greeks(in FreeBoundaryOption<double> option);

    /// <summary>Prices of one option at each of some volatilities, as many as
    /// <see cref="BumpedMarkets.Count"/>.</summary>
    public abstract void Prices(
        in FreeBoundaryOption<double> option, ReadOnlySpan<double> volatilities, Span<double> prices);
}
