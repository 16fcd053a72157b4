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

    /// <summary>Shows before a run that its summary can be written after it.</summary>
    /// <exception cref="IOException">It can't; so can't an <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Check(string file)
    {
        string partial = Prepare(file);
        File.WriteAllText(partial, "");
        File.Delete(partial);
    }

    private static string Prepare(string file)
    {
        string full = Path.GetFullPath(file);
        if (Directory.Exists(full))
        {
            throw new IOException($"The summary can't be written to {full}: it is a directory.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full + ".partial";
    }

    /// <summary>Writes beside the file and renames, so that a reader never sees half of it.</summary>
    public static void Write(RunSummary summary, string file)
    {
        string partial = Prepare(file);
        File.WriteAllText(partial, ToJson(summary) + "\n");
        File.Move(partial, Path.GetFullPath(file), overwrite: true);
    }
}
