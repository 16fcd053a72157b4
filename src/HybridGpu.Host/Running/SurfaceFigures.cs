using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Running;

/// <summary>The volatility surfaces of a run, for its summary.</summary>
/// <param name="Refits">Refits of all underlyings.</param>
/// <param name="Fits">Slices fitted.</param>
/// <param name="Failures">Times that an expiry's quotes gave no slice.</param>
/// <param name="Expiries">Expiries with options at the last refit.</param>
/// <param name="Alerts">Of them those on an old slice, on other expiries' slices, or on none.</param>
/// <param name="QuotesCrossed">Quotes not used: bid above ask.</param>
/// <param name="QuotesOneSided">Quotes with one usable side.</param>
/// <param name="QuotesEmpty">Quotes with nothing usable.</param>
/// <param name="MedianErrorPoints">Median error of the slices in vol points; null without one.</param>
/// <param name="RefitP50Ms">Median time of a refit in milliseconds.</param>
/// <param name="RefitP99Ms">99th percentile of it.</param>
internal sealed record SurfaceFigures(
    long Refits, long Fits, long Failures, int Expiries, int Alerts, long QuotesCrossed, long QuotesOneSided,
    long QuotesEmpty, double? MedianErrorPoints, double RefitP50Ms, double RefitP99Ms)
{
    /// <summary>The figures of a feed; those of one that never refitted are zero.</summary>
    public static SurfaceFigures Of(SurfaceFeedReport? report)
    {
        report ??= new SurfaceFeedReport();
        return new SurfaceFigures(
            report.Refits, report.Fits, report.Failures, report.Expiries, report.Alerts, report.CrossedQuotes,
            report.OneSidedQuotes, report.EmptyQuotes,
            double.IsNaN(report.MedianErrorPoints) ? null : report.MedianErrorPoints,
            report.RefitP50Ms, report.RefitP99Ms);
    }
}
