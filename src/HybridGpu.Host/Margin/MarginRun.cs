using HybridGpu.Risk.Margin;

namespace HybridGpu.Host.Margin;

/// <summary>One call of <c>hybridgpu margin</c>: reads, evaluates, prints.</summary>
internal static class MarginRun
{
    /// <summary>Delays of the curve: proving in a minute and in a quarter of an hour, and challenges of hours to about
    /// a
    /// week (formulas.md, 1.13).</summary>
    private static readonly TimeSpan[] CurveDelays =
    [
        TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
        TimeSpan.FromDays(1), TimeSpan.FromDays(6.4),
    ];

    /// <summary>Runs to the end.</summary>
    /// <returns>Exit status: 0 when there is a margin figure; 1 when an input is refused or there is none.</returns>
    public static int Run(MarginOptions options)
    {
        if (Model(options.Model) is not { } model
            || MarginPortfolio.Read(options.Portfolio, out string problem).OrSay(problem) is not { } portfolio
            || MarginMarket.Read(options.Market, out problem).OrSay(problem) is not { } market)
        {
            return 1;
        }

        MarginReport report = MarginCalculator.Evaluate(model, portfolio, market, options.Delay?.TotalDays);
        MarginReport.SyncBuffer[] curve = options.IsCurve && report.Initial is not null
            ? [.. CurveDelays
                .Select(delay => MarginCalculator.Evaluate(model, portfolio, market, delay.TotalDays).Buffer)
                .OfType<MarginReport.SyncBuffer>()]
            : [];
        Console.WriteLine(options.IsJson
            ? MarginJson.Write(report, curve, model)
            : MarginText.Write(report, curve, options.IsEveryScenario));
        if (report.Status == MarginStatus.Undefined)
        {
            Console.Error.WriteLine($"There is no margin figure. {report.Problem}");
        }

        return report.Status == MarginStatus.Undefined ? 1 : 0;
    }

    /// <summary>A preset by its name, else a file's model; null, and a sentence, when it is neither.</summary>
    public static MarginModel? Model(string nameOrFile)
    {
        if (MarginPresets.Find(nameOrFile) is { } preset)
        {
            return preset;
        }

        if (!File.Exists(nameOrFile))
        {
            Console.Error.WriteLine(
                $"'{nameOrFile}' is no model: name a file, or one of "
                + $"{string.Join(", ", MarginPresets.All.Select(model => model.Name))}.");
            return null;
        }

        return MarginModel.Read(nameOrFile, out string problem).OrSay(problem);
    }

    private static T? OrSay<T>(this T? read, string problem)
        where T : class
    {
        if (read is null)
        {
            Console.Error.WriteLine(problem);
        }

        return read;
    }
}
