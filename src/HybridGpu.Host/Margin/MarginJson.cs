using System.Text.Json;
using System.Text.Json.Serialization;
using HybridGpu.Host.Running;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Host.Margin;

/// <summary>A margin report as one JSON object (docs/margin.md).</summary>
internal static class MarginJson
{
    private static readonly JsonSerializerOptions Options = new(SummaryWriter.JsonOptions)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The report with every scenario.</summary>
    public static string Write(MarginReport report, MarginReport.SyncBuffer[] curve, MarginModel model) =>
        JsonSerializer.Serialize(new { report, curve, notes = model.Notes }, Options);

    /// <summary>The models.</summary>
    public static string Write(IEnumerable<MarginModel> models) => JsonSerializer.Serialize(
        models.Select(model => new
        {
            model.Name,
            model.Version,
            model.Hash,
            model.Title,
            model.Unconfirmed,
            model.Notes,
        }),
        Options);

    /// <summary>Anything else of this command.</summary>
    public static string WriteAny(object value) => JsonSerializer.Serialize(value, Options);
}
