using System.Text.Encodings.Web;
using System.Text.Json;

namespace HybridGpu.Host.Running;

/// <summary>Writes the summary file whole or not at all.</summary>
internal static class SummaryWriter
{
    /// <summary>Names as in the specification: snake_case.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The summary as its file holds it.</summary>
    public static string ToJson(RunSummary summary) => JsonSerializer.Serialize(summary, JsonOptions);

    /// <summary>Writes beside the file and renames, so that a reader never sees half of it.</summary>
    public static void Write(RunSummary summary, string file)
    {
        string full = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string partial = full + ".partial";
        File.WriteAllText(partial, ToJson(summary) + "\n");
        File.Move(partial, full, overwrite: true);
    }
}
