using System.Globalization;
using System.Text;
using HybridGpu.Risk.Margin.Backtests;

namespace HybridGpu.Host.Margin;

/// <summary>One call of <c>hybridgpu margin backtest</c>: the sync buffer on recorded hourly bars.</summary>
internal static class BacktestRun
{
    private const double Least = 0.99;

    private const string Header =
        "  delay, days   windows  covered, %  IM alone, %  least, %  series\n";

    /// <summary>Runs to the end.</summary>
    /// <returns>Exit status: 0 when coverage over all series and books is at least 99 % at every delay, and there is
    /// something to be covered at each.</returns>
    public static int Run(string bars, string modelName, bool isJson)
    {
        if (MarginRun.Model(modelName) is not { } model)
        {
            return 1;
        }

        SyncCoverage[] rows;
        try
        {
            string[] files = Directory.Exists(bars)
                ? [.. Directory.EnumerateFiles(bars, "*_1h_*.csv.gz").Order(StringComparer.Ordinal)]
                : [bars];
            HourlyCloses[] series = [.. files.Select(HourlyCloses.Read)];
            foreach (HourlyCloses bad in series.Where(one => one.BadRows > 0))
            {
                Console.Error.WriteLine($"{bad.Name}: {bad.BadRows} rows are no bar and are left out.");
            }

            rows = [.. series.SelectMany(one => SyncBacktest.Run(model, one))];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidDataException or BacktestRefusedException)
        {
            Console.Error.WriteLine($"The bars can't be used: {problem.Message}");
            return 1;
        }

        if (rows.Length == 0)
        {
            Console.Error.WriteLine($"There are no hourly bars (*_1h_*.csv.gz) in {bars}.");
            return 1;
        }

        Console.WriteLine(isJson ? MarginJson.WriteAny(rows) : Text(rows));
        SayUntested(rows);
        return rows.GroupBy(row => row.DelayDays).All(delay => CoverageOf(delay) >= Least) ? 0 : 1;
    }

    private static void SayUntested(SyncCoverage[] rows)
    {
        foreach (var series in rows.Where(row => row.Windows == 0).GroupBy(row => row.Series))
        {
            string delays = string.Join(
                ", ",
                series.Select(row => row.DelayDays.ToString("0.####", CultureInfo.InvariantCulture)).Distinct());
            Console.Error.WriteLine(
                $"{series.Key} has no two bars as far apart as a delay of {delays} days asks for: nothing was tested.");
        }
    }

    /// <summary>Null where there is no window.</summary>
    private static double? CoverageOf(IEnumerable<SyncCoverage> rows)
    {
        (long covered, long windows) = (0, 0);
        foreach (SyncCoverage row in rows)
        {
            covered += row.Covered;
            windows += row.Windows;
        }

        return windows == 0 ? null : (double)covered / windows;
    }

    private static string Text(SyncCoverage[] rows)
    {
        var text = new StringBuilder();
        foreach (var book in rows.GroupBy(row => row.Book))
        {
            text.Line($"{book.Key}");
            text.Append(Header);
            foreach (var delay in book.GroupBy(row => row.DelayDays))
            {
                Line(text, [.. delay]);
            }
        }

        text.Append("all books\n").Append(Header);
        foreach (var delay in rows.GroupBy(row => row.DelayDays))
        {
            Line(text, [.. delay]);
        }

        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, SyncCoverage[] rows)
    {
        long windows = rows.Sum(row => (long)row.Windows);
        double? alone = windows == 0 ? null : (double)rows.Sum(row => (long)row.CoveredWithoutBuffer) / windows;
        SyncCoverage? least = rows.Where(row => row.Windows > 0).MinBy(row => row.Coverage);
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"  {rows[0].DelayDays,11:0.####} {windows,9} {Percent(CoverageOf(rows)),11} {Percent(alone),12} "));
        text.Line(least is null
            ? $"{Percent(null),9}  nothing tested"
            : (FormattableString)$"{Percent(least.Coverage),9}  {least.Series}, {least.Book}");
    }

    private static string Percent(double? share) =>
        share is { } known ? (100 * known).ToString("F3", CultureInfo.InvariantCulture) : "-";
}
