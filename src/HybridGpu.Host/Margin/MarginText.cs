using System.Globalization;
using System.Text;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Host.Margin;

/// <summary>A margin report as lines for people. USD, to the cent.</summary>
internal static class MarginText
{
    /// <summary>All lines.</summary>
    public static string Write(MarginReport report, MarginReport.SyncBuffer[] curve, bool isEveryScenario)
    {
        var text = new StringBuilder();
        text.Line($"{report.Account} under {report.Model} version {report.Version}, {report.Hash}");
        Positions(text, report);
        Collateral(text, report);
        if (report.Initial is null)
        {
            text.Line($"undefined: {report.Problem}");
            return text.ToString().TrimEnd();
        }

        Scenarios(text, report, isEveryScenario);
        if (report.Components.Count > 0)
        {
            text.Line($"{"component",-36} {"stage",-8} {"maintenance",16} {"initial",16}");
            foreach (MarginReport.Component one in report.Components)
            {
                text.Part($"{$"{one.Pool}: {one.Name}",-36} {one.Stage,-8} ");
                text.Line($"{one.Maintenance,16:N2} {one.Initial,16:N2}");
            }

            text.AppendLine();
        }

        Totals(text, report);
        foreach (MarginReport.SyncBuffer point in curve)
        {
            string delay = Delay(point.DelayDays);
            text.Line($"  buffer at {delay,-10} range x {point.RangeFactor,5:F2} {point.Amount,16:N2}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The models, a line each.</summary>
    public static string Write(IReadOnlyList<MarginModel> models)
    {
        var text = new StringBuilder();
        text.Line($"{"name",-16} {"version",7}  {"sha-256",-64}  {"unconfirmed",11}  title");
        foreach (MarginModel model in models)
        {
            text.Line($"{model.Name,-16} {model.Version,7}  {model.Hash,-64}  {model.Unconfirmed,11}  {model.Title}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Appends a line with numbers as machines read them.</summary>
    public static void Line(this StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Part(this StringBuilder text, FormattableString part) =>
        text.Append(part.ToString(CultureInfo.InvariantCulture));

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * share, 2)} %");

    private static void Positions(StringBuilder text, MarginReport report)
    {
        text.Line($"{"position",-28} {"quantity",12} {"value",16} {"delta",12} {"in the worst",16}  status");
        foreach (MarginReport.Position leg in report.Positions)
        {
            string status = Words(leg.Status);
            text.Part($"{leg.Name,-28} {leg.Quantity,12:0.######} {leg.Value,16:N2} ");
            text.Line($"{leg.Delta,12:0.####} {leg.InWorst,16:N2}  {status}");
        }

        text.AppendLine();
    }

    private static void Collateral(StringBuilder text, MarginReport report)
    {
        if (report.Collateral.Count == 0)
        {
            return;
        }

        text.Part($"{"collateral",-22} {"value",16} {"market",7} {"liquid.",7} {"final.",7} {"bridge",7} ");
        text.Line($"{"haircut",8} {"counted MM",16} {"counted IM",16}");
        foreach (MarginReport.Asset asset in report.Collateral)
        {
            string price = asset.HasPrice ? "" : "  no price or beta";
            text.Part($"{$"{asset.Name} on {asset.Chain}",-22} {asset.Value,16:N2} {Percent(asset.Market),7} ");
            text.Part($"{Percent(asset.Liquidity),7} {Percent(asset.Finality),7} {Percent(asset.Bridge),7} ");
            text.Line($"{Percent(asset.Haircut),8} {asset.Counted,16:N2} {asset.CountedInitial,16:N2}{price}");
        }

        text.AppendLine();
    }

    private static void Scenarios(StringBuilder text, MarginReport report, bool isEveryScenario)
    {
        foreach (MarginReport.Group group in isEveryScenario ? report.Groups : [])
        {
            text.Line($"{$"{group.Underlying}, {group.Unit}",-48} {"raw",18} {"counted",18}");
            foreach (MarginReport.Cell cell in group.Cells)
            {
                text.Line($"  {cell.Name,-46} {cell.Raw,18:N6} {cell.Counted,18:N6}");
            }

            text.AppendLine();
        }

        text.Line($"{"scan",-14} {"IM",16} {"MM",16}  worst scenario");
        foreach (MarginReport.Pool pool in report.Pools)
        {
            string worst = pool.WorstScenario.Length > 0 ? pool.WorstScenario : "none loses";
            text.Line($"{pool.Name,-14} {pool.Scan,16:N2} {pool.MaintenanceScan,16:N2}  {worst}");
        }

        text.AppendLine();
    }

    private static void Totals(StringBuilder text, MarginReport report)
    {
        text.Line($"initial margin      {report.Initial,18:N2}   equity {report.InitialEquity,18:N2}");
        text.Line($"maintenance margin  {report.Maintenance,18:N2}   equity {report.Equity,18:N2}");
        if (report.Buffer is { } buffer)
        {
            string delay = Delay(buffer.DelayDays);
            text.Line($"sync buffer         {buffer.Amount,18:N2}   for {delay}, range x {buffer.RangeFactor:F2}");
        }

        else
        {
            text.Line($"sync buffer         {"none",18}   no delay is known, or the model has no scenarios");
        }

        text.Line($"excess              {report.Excess,18:N2}   {Words(report.Status)}");
    }

    private static string Delay(double days) => days switch
    {
        0 => "no time",
        < 1.0 / 24 => string.Create(CultureInfo.InvariantCulture, $"{days * 1440:0.##} min"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{days * 24:0.##} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{days:0.##} d"),
    };

    private static string Words(Enum value) => string.Concat(
        value.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0
            ? $" {char.ToLowerInvariant(letter)}"
            : $"{char.ToLowerInvariant(letter)}"));
}
