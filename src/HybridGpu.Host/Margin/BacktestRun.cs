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
    /// <returns>Exit status: 0 when coverage over all series and books is at least 99 % at every delay.</returns>
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
            or InvalidDataException)
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
        return rows.GroupBy(row => row.DelayDays).All(delay => CoverageOf(delay) >= Least) ? 0 : 1;
    }

    private static double CoverageOf(IEnumerable<SyncCoverage> rows)
    {
        (long covered, long windows) = (0, 0);
        foreach (SyncCoverage row in rows)
        {
            covered += row.Covered;
            windows += row.Windows;
        }

        return windows == 0 ? 1 : (double)covered / windows;
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
        double alone = (double)rows.Sum(row => (long)row.CoveredWithoutBuffer) / rows.Sum(row => (long)row.Windows);
        SyncCoverage least = rows.MinBy(row => row.Coverage)!;
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"  {rows[0].DelayDays,11:0.####} {rows.Sum(row => (long)row.Windows),9} {100 * CoverageOf(rows),11:F3} "));
        text.Line($"{100 * alone,12:F3} {100 * least.Coverage,9:F3}  {least.Series}, {least.Book}");
    }
}
