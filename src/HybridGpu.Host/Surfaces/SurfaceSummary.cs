using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Surfaces;

/// <summary>The fits of many expiries in a few figures; errors in vol points, null where no expiry has one.</summary>
internal sealed record SurfaceSummary
{
    /// <summary>Which snapshots: all, some days, or the others.</summary>
    public required string Of { get; init; }

    public required int Snapshots { get; init; }

    public required int Expiries { get; init; }

    /// <summary>How many of each status.</summary>
    public required IReadOnlyDictionary<string, int> Statuses { get; init; }

    /// <summary>Of the RMSE within two deviations over expiries.</summary>
    public required double? RmseMedian { get; init; }

    public required double? RmseP90 { get; init; }

    public required double? RmseMax { get; init; }

    /// <summary>Of the worst error within three deviations over expiries.</summary>
    public required double? WorstMedian { get; init; }

    public required double? WorstP90 { get; init; }

    public required double? WorstMax { get; init; }

    public required int TwoSided { get; init; }

    public required int InsideSpread { get; init; }

    public required double? LeastG { get; init; }

    public required double? LeastCalendarMargin { get; init; }

    /// <summary>Slices in which a check found arbitrage.</summary>
    public required int WithArbitrage { get; init; }

    public static SurfaceSummary Over(string name, IReadOnlyCollection<SurfaceRow> rows)
    {
        double[] rmse = Sorted(rows, fit => fit.RmsePoints);
        double[] worst = Sorted(rows, fit => fit.WorstPoints);
        double[] durrleman = Sorted(rows, fit => fit.LeastDurrleman);
        double[] calendar = Sorted(rows, fit => fit.CalendarMargin);
        return new SurfaceSummary
        {
            Of = name,
            Snapshots = rows.Select(row => row.File).Distinct().Count(),
            Expiries = rows.Count,
            Statuses = rows.GroupBy(row => row.Fit.Status).OrderBy(group => group.Key)
                .ToDictionary(group => NameOf(group.Key), group => group.Count()),
            RmseMedian = Quantile(rmse, 0.5),
            RmseP90 = Quantile(rmse, 0.9),
            RmseMax = Quantile(rmse, 1),
            WorstMedian = Quantile(worst, 0.5),
            WorstP90 = Quantile(worst, 0.9),
            WorstMax = Quantile(worst, 1),
            TwoSided = rows.Sum(row => row.Fit.TwoSided),
            InsideSpread = rows.Sum(row => row.Fit.InsideSpread),
            LeastG = durrleman.Length > 0 ? durrleman[0] : null,
            LeastCalendarMargin = calendar.Length > 0 ? calendar[0] : null,
            WithArbitrage = rows.Count(row => !row.IsFree),
        };
    }

    /// <summary>A status as it is printed: snake_case.</summary>
    public static string NameOf(SurfaceStatus status) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    /// <summary>Nearest rank: the least value that the share of them don't exceed.</summary>
    public static double? Quantile(double[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static double[] Sorted(IEnumerable<SurfaceRow> rows, Func<SurfaceFit, double> figure) =>
        [.. rows.Select(row => figure(row.Fit)).Where(double.IsFinite).Order()];
}
