using System;

namespace HybridGpu.Kernels.Pricing;

/// <summary>American options of one vector width, chosen once.</summary>
internal abstract class AmericanRunner
{
    /// <summary>Fills price, delta, gamma and status of every option.</summary>
    public abstract void Run(AmericanColumns columns);

    /// <summary>All nine outputs of one option whose status is Ok, by differences over bumped markets.</summary>
    public abstract GreekLanes<double> Greeks(in OptionLanes<double> option);

    /// <summary>Prices of one option with a boundary or none at each of some volatilities, as many as
    /// <see cref="BumpedMarkets.Count"/>.</summary>
    public abstract void Prices(
        in OptionLanes<double> option, ReadOnlySpan<double> volatilities, Span<double> prices);
}
