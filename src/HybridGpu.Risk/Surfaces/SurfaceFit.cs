namespace HybridGpu.Risk.Surfaces;

/// <summary>One expiry of a fitted surface: its slice, how well it fits, and what was checked.</summary>
/// <remarks>Vol points are hundredths of volatility. A standard deviation is the quotes' volatility at the money x
/// √years, in log-moneyness. Figures of an expiry without a slice are NaN, counts are as far as known.</remarks>
public readonly record struct SurfaceFit
{
    /// <summary>How it came about.</summary>
    public required SurfaceStatus Status { get; init; }

    /// <summary>The slice; all zero without one.</summary>
    public SviSlice Slice { get; init; }

    /// <summary>True with a slice that can be priced from.</summary>
    public bool HasSlice => Status is SurfaceStatus.Svi or SurfaceStatus.SviRepaired or SurfaceStatus.Essvi
        or SurfaceStatus.Carried;

    /// <summary>Years to expiry, of 365 days.</summary>
    public double TimeYears { get; init; }

    /// <summary>Forward, USD.</summary>
    public double ForwardUsd { get; init; }

    /// <summary>The quotes' volatility at the money, a fraction per √year.</summary>
    public double AtmVolatility { get; init; }

    /// <summary>Quotes fitted.</summary>
    public int QuotesUsed { get; init; }

    /// <summary>Quotes left out: a number missing or out of range, crossed, or beyond the bound.</summary>
    public int QuotesIgnored { get; init; }

    /// <summary>Quotes within two standard deviations.</summary>
    public int QuotesNear { get; init; }

    /// <summary>Root mean square of fitted − quoted volatility within two standard deviations, vol points; NaN without
    /// a quote there.</summary>
    public double RmsePoints { get; init; }

    /// <summary>Largest such difference within three standard deviations, vol points.</summary>
    public double WorstPoints { get; init; }

    /// <summary>Quotes with a bid and an ask.</summary>
    public int TwoSided { get; init; }

    /// <summary>Those of them whose fitted price lies from bid to ask.</summary>
    public int InsideSpread { get; init; }

    /// <summary>Mean spread of the two-sided quotes within two standard deviations, vol points; NaN without
    /// one.</summary>
    public double SpreadPoints { get; init; }

    /// <summary>Least of Durrleman's g over the slice's dense grid; not negative with a slice.</summary>
    public double LeastDurrleman { get; init; }

    /// <summary>Least total variance above the earlier slice, over both slices' dense grids; NaN for the
    /// first.</summary>
    public double CalendarMargin { get; init; }

    /// <summary>From 0 (no slice) to 1: min(1, near quotes / 10) x 1 / (1 + (RMSE / 1 point)²) x 1 / (1 + mean spread /
    /// 10 points), the last ½ where no quote is two-sided.</summary>
    public double Confidence { get; init; }
}
