using System.Text.Json;
using HybridGpu.Host.Running;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Surfaces;

/// <summary>A report as one JSON object (docs/formats.md). What isn't a number is null.</summary>
internal static class SurfaceJson
{
    public static string Write(SurfaceReport report, bool isSummary) => JsonSerializer.Serialize(
        new
        {
            expiries = isSummary ? null : report.Rows.Select(Expiry).ToArray(),
            report.Summaries,
            report.Refit,
            report.Conditions,
        },
        SummaryWriter.JsonOptions);

    private static object Expiry(SurfaceRow row)
    {
        SurfaceFit fit = row.Fit;
        return new
        {
            row.File,
            row.TakenUtc,
            row.Currency,
            row.ExpiryUtc,
            fit.TimeYears,
            fit.ForwardUsd,
            atm_vol = Number(fit.AtmVolatility),
            status = SurfaceSummary.NameOf(fit.Status),
            slice = fit.HasSlice ? fit.Slice : (SviSlice?)null,
            fit.QuotesUsed,
            fit.QuotesIgnored,
            fit.QuotesNear,
            rmse_points = Number(fit.RmsePoints),
            worst_points = Number(fit.WorstPoints),
            fit.TwoSided,
            fit.InsideSpread,
            spread_points = Number(fit.SpreadPoints),
            least_g = Number(fit.LeastDurrleman),
            calendar_margin = Number(fit.CalendarMargin),
            row.IsFree,
            fit.Confidence,
        };
    }

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
