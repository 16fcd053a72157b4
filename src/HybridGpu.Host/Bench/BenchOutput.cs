using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridGpu.Host.Running;

namespace HybridGpu.Host.Bench;

/// <summary>Prints what was measured, always with its conditions: as text, JSON, Markdown or CSV
/// (docs/formats.md).</summary>
internal static class BenchOutput
{
    /// <summary>The results in one of the four forms.</summary>
    public static string Write(string form, BenchConditions conditions, IReadOnlyList<BenchResult> results) =>
        form switch
        {
            "json" => Json(conditions, results),
            "markdown" => Markdown(conditions, results),
            "csv" => Csv(results),
            _ => Text(conditions, results),
        };

    /// <summary>One workload: its object; several: a list of them. A workload with one case has its figures at the
    /// top.</summary>
    private static string Json(BenchConditions conditions, IReadOnlyList<BenchResult> results)
    {
        JsonObject[] workloads = [.. results.Select(Workload)];
        JsonObject root = workloads.Length == 1
            ? workloads[0]
            : new JsonObject { ["workloads"] = new JsonArray(workloads) };
        root["conditions"] = JsonSerializer.SerializeToNode(conditions, SummaryWriter.JsonOptions);
        return root.ToJsonString(SummaryWriter.JsonOptions);
    }

    private static JsonObject Workload(BenchResult result)
    {
        var json = new JsonObject { ["workload"] = result.Workload };
        if (result.Rows.Count == 1)
        {
            Fill(json, result.Rows[0]);
        }
        else
        {
            json["cases"] = new JsonArray([.. result.Rows.Select(row => Fill([], row))]);
        }

        json["notes"] = new JsonArray([.. result.Notes.Select(note => JsonValue.Create(note))]);
        return json;
    }

    private static JsonObject Fill(JsonObject json, BenchRow row)
    {
        foreach ((string name, object value) in row.Fields)
        {
            json[name] = value switch
            {
                double number => JsonValue.Create(Math.Round(number, 3)),
                long number => JsonValue.Create(number),
                int number => JsonValue.Create(number),
                ulong number => JsonValue.Create(number),
                _ => JsonValue.Create(value.ToString()),
            };
        }

        return json;
    }

    private static string Markdown(BenchConditions conditions, IReadOnlyList<BenchResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{conditions}\n");
        foreach (BenchResult result in results)
        {
            string[] names = Names(result);
            text.Append(CultureInfo.InvariantCulture, $"\n## {result.Workload}\n\n| {string.Join(" | ", names)} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|{string.Concat(names.Select(_ => "---|"))}\n");
            foreach (BenchRow row in result.Rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Cells(row, names))} |\n");
            }

            text.Append('\n').AppendJoin('\n', result.Notes.Select(note => "- " + note)).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>One figure a line: workload, number of the case from 1, field, value.</summary>
    private static string Csv(IReadOnlyList<BenchResult> results)
    {
        var text = new StringBuilder("workload,case,field,value\n");
        foreach (BenchResult result in results)
        {
            foreach ((int index, BenchRow row) in result.Rows.Index())
            {
                foreach ((string name, object value) in row.Fields)
                {
                    text.Append(
                        CultureInfo.InvariantCulture, $"{result.Workload},{index + 1},{name},{Plain(value)}\n");
                }
            }
        }

        return text.ToString().TrimEnd();
    }

    private static string Text(BenchConditions conditions, IReadOnlyList<BenchResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{conditions}\n");
        foreach (BenchResult result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{result.Workload}\n");
            foreach (string name in Names(result))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {name,-26}");
                text.AppendJoin(' ', result.Rows.Select(row => $"{Cells(row, [name]).First(),14}")).Append('\n');
            }

            text.AppendJoin('\n', result.Notes.Select(note => "  " + note)).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static string[] Names(BenchResult result) =>
        [.. result.Rows.SelectMany(row => row.Fields).Select(field => field.Key).Distinct()];

    private static IEnumerable<string> Cells(BenchRow row, string[] names) =>
        from name in names
        let field = row.Fields.FirstOrDefault(field => field.Key == name)
        select field.Value switch
        {
            null => "",
            double number => number.ToString("#,0.##", CultureInfo.InvariantCulture),
            long or int or ulong => string.Create(CultureInfo.InvariantCulture, $"{field.Value:#,0}"),
            _ => field.Value.ToString()!,
        };

    private static string Plain(object value) => value switch
    {
        double number => Math.Round(number, 3).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
