namespace HybridGpu.Kernels;

/// <summary>One option and its market. What a style does not use is ignored.</summary>
/// <remarks>Units: USD, years of 365 days, volatility per √year, rates continuously compounded, 1.00 a year.</remarks>
public readonly record struct OptionTerms
{
    /// <summary>Which formula.</summary>
    public OptionStyle Style { get; init; }

    /// <summary>Call or put. Of a <see cref="OptionStyle.CashAtHit"/>: touched from below, or from above.</summary>
    public PayoffKind Kind { get; init; }

    /// <summary>Whether <see cref="Underlying"/> is a forward; else it is a spot price.</summary>
    public bool IsForward { get; init; }

    /// <summary>Spot or forward, USD.</summary>
    public double Underlying { get; init; }

    /// <summary>Strike, USD.</summary>
    public double Strike { get; init; }

    /// <summary>Time to expiry, years.</summary>
    public double TimeYears { get; init; }

    /// <summary>Volatility, per √year. Not used when it is what is asked for.</summary>
    public double Volatility { get; init; }

    /// <summary>Rate that discounts, and that a spot grows by.</summary>
    public double Rate { get; init; }

    /// <summary>What the spot pays away; ignored with a forward.</summary>
    public double DividendYield { get; init; }

    /// <summary>Barrier, USD, watched all the time.</summary>
    public double Barrier { get; init; }

    /// <summary>Paid when a knock-out dies (at once), or when a knock-in has not come to life (at expiry),
    /// USD.</summary>
    public double Rebate { get; init; }

    /// <summary>What a digital pays, USD.</summary>
    public double Payout { get; init; }

    /// <summary>The strike that a gap option pays by, USD.</summary>
    public double PayoffStrike { get; init; }
}
