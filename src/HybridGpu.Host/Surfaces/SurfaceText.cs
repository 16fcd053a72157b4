using System.Globalization;
using System.Text;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Surfaces;

/// <summary>A report as lines for people.</summary>
internal static class SurfaceText
{
    private const string Header =
        "expiry UTC           days     forward   atm %  status        quotes  near   rmse  worst  inside"
        + "   least g  calendar  confidence";

    /// <summary>All lines: a table for each surface unless left out, then the summaries.</summary>
    public static string Write(SurfaceReport report, bool isSummary)
    {
        var text = new StringBuilder();
        if (!isSummary)
        {
            foreach (var surface in report.Rows.GroupBy(row => (row.File, row.TakenUtc, row.Currency)))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{surface.Key.Currency}, {surface.Key.File}, taken {surface.Key.TakenUtc:yyyy-MM-dd HH:mm:ss}");
                text.AppendLine().AppendLine(Header);
                foreach (SurfaceRow row in surface)
                {
                    text.AppendLine(Line(row));
                }

                text.AppendLine();
            }
        }

        foreach (SurfaceSummary summary in report.Summaries)
        {
            Summary(text, summary);
        }

        if (report.Refit is { } refit)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"refit of a snapshot, one thread: median {refit.MedianMs:F2} ms, slowest {refit.MaxMs:F2} ms, "
                + $"best single {refit.BestMs:F2} ms (median of {refit.Repeat} a snapshot, after {refit.WarmUp})");
        }

        return text.Append(CultureInfo.InvariantCulture, $"on {report.Conditions}").ToString();
    }

    private static string Line(SurfaceRow row)
    {
        SurfaceFit fit = row.Fit;
        string inside = fit.TwoSided > 0 ? $"{fit.InsideSpread}/{fit.TwoSided}" : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.ExpiryUtc:yyyy-MM-dd HH:mm} {fit.TimeYears * 365,8:F2} {fit.ForwardUsd,11:F2} "
            + $"{Figure(100 * fit.AtmVolatility, "F2"),7}  {SurfaceSummary.NameOf(fit.Status),-12}  "
            + $"{fit.QuotesUsed,6} {fit.QuotesNear,5} {Figure(fit.RmsePoints, "F3"),6} "
            + $"{Figure(fit.WorstPoints, "F2"),6} {inside,7} {Figure(fit.LeastDurrleman, "0.0E+0"),9} "
            + $"{Figure(fit.CalendarMargin, "0.0E+0"),9}  {fit.Confidence,10:F2}");
    }

    private static void Summary(StringBuilder text, SurfaceSummary summary)
    {
        string statuses = string.Join(", ", summary.Statuses.Select(status => $"{status.Key} {status.Value}"));
        string inside = summary.TwoSided > 0
            ? (100.0 * summary.InsideSpread / summary.TwoSided).ToString("F1", CultureInfo.InvariantCulture) + " %"
            : "-";
        string arbitrage = summary.WithArbitrage == 0 ? "none" : $"in {summary.WithArbitrage} slices";
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{summary.Of}: {summary.Expiries} expiries of {summary.Snapshots} snapshots; {statuses}");
        Figures(text, "rmse within 2 deviations", "F3", summary.RmseMedian, summary.RmseP90, summary.RmseMax);
        Figures(text, "worst within 3 deviations", "F2", summary.WorstMedian, summary.WorstP90, summary.WorstMax);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  inside the spread          {inside} of {summary.TwoSided} two-sided quotes");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  arbitrage                  {arbitrage}; least g {Figure(summary.LeastG, "0.0E+0")}, "
            + $"least calendar margin {Figure(summary.LeastCalendarMargin, "0.0E+0")}");
    }

    private static void Figures(
        StringBuilder text, string name, string format, double? median, double? p90, double? max) =>
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {name,-25}  median {Figure(median, format)}, p90 {Figure(p90, format)}, "
            + $"worst {Figure(max, format)} vol points");

    private static string Figure(double? value, string format) =>
        value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
