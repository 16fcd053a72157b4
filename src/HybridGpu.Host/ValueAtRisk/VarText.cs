using System.Globalization;
using System.Text;
using HybridGpu.Host.Margin;
using HybridGpu.Risk.MonteCarlo;

namespace HybridGpu.Host.ValueAtRisk;

/// <summary>A report of value at risk as lines for people. USD, to the cent; losses are positive.</summary>
internal static class VarText
{
    private const double MicrosPerUsd = 1e6;

    /// <summary>All lines.</summary>
    public static string Write(VarReport report)
    {
        VarAssumptions assumed = report.Assumptions;
        var text = new StringBuilder();
        string moves = assumed.DegreesOfFreedom == 0
            ? "normal moves"
            : $"Student's t moves, {assumed.DegreesOfFreedom} degrees of freedom";
        text.Line($"{report.Account}: {assumed.Scenarios:N0} scenarios, {assumed.HorizonDays:0.####} d ahead, {moves}");
        text.Line($"seed {assumed.Seed}; correlation {assumed.Correlation}, price and volatility {assumed
            .SpotVolCorrelation}; vol of vol {assumed.VolOfVol} a day; jump probability {assumed.JumpProbability}");
        foreach (VarReport.Deviation one in report.Deviations)
        {
            text.Line($"  {one.Underlying,-12} volatility {one.Volatility,8:0.####}   deviation over the horizon {one
                .OverHorizon,8:0.#####}");
        }

        text.AppendLine();
        text.Line($"{"confidence",10} {"VaR",16} {"std. error",12} {"ES",16} {"tail",9}");
        foreach (VarReport.Level level in report.Levels)
        {
            text.Line($"{$"{level.Confidence:0.0} %",10} {Usd(level.ValueAtRisk),16:N2} {Usd(level
                .StandardError),12:N2} {Usd(level.ExpectedShortfall),16:N2} {level.TailScenarios,9:N0}");
        }

        text.AppendLine();
        text.Line($"mean {Usd(report.Mean):N2}; worst {Usd(report.Worst):N2} in scenario {report.WorstScenario}");
        text.AppendLine();
        Shares(text, "underlying", report, level => level.Underlyings);
        text.AppendLine();
        Shares(text, "instrument", report, level => level.Instruments);
        foreach (string note in report.Notes)
        {
            text.Line($"{note}");
        }

        return text.ToString().TrimEnd();
    }

    private static void Shares(
        StringBuilder text, string what, VarReport report,
        Func<VarReport.Level, IReadOnlyList<VarReport.Share>> sharesOf)
    {
        text.Line($"{$"{what}, part of ES",-30} {string.Join(' ', report.Levels.Select(Heading))}");
        IReadOnlyList<VarReport.Share> names = sharesOf(report.Levels[0]);
        for (int i = 0; i < names.Count; i++)
        {
            string row = string.Join(' ', report.Levels.Select(level => Amount(sharesOf(level)[i].Amount)));
            text.Line($"{names[i].Name,-30} {row}");
        }
    }

    private static string Heading(VarReport.Level level) =>
        string.Create(CultureInfo.InvariantCulture, $"{$"{level.Confidence:0.0} %",16}");

    private static string Amount(long micros) =>
        string.Create(CultureInfo.InvariantCulture, $"{Usd(micros),16:N2}");

    private static double Usd(long micros) => micros / MicrosPerUsd;
}
