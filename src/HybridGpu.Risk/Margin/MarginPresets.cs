using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace HybridGpu.Risk.Margin;

/// <summary>The models that come with the program (src/HybridGpu.Risk/Margin/Presets).</summary>
/// <remarks>Thread: any.</remarks>
public static class MarginPresets
{
    private const string Prefix = "HybridGpu.Risk.Margin.Presets.";

    private static readonly Lazy<MarginModel[]> Embedded = new(ReadAll);

    /// <summary>Name of the model of this venue.</summary>
    public static string Default => "hybrid-pm";

    /// <summary>All presets, ours first, the others by name.</summary>
    public static IReadOnlyList<MarginModel> All => Embedded.Value;

    /// <summary>The preset of a name, or null.</summary>
    public static MarginModel? Find(string name) => Array.Find(Embedded.Value, model => model.Name == name);

    private static MarginModel[] ReadAll() =>
    [
        .. typeof(MarginPresets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(model => model.Name == Default ? 0 : 1)
            .ThenBy(model => model.Name, StringComparer.Ordinal),
    ];

    private static MarginModel Read(string resource)
    {
        using Stream stream = typeof(MarginPresets).Assembly.GetManifestResourceStream(resource)!;
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return MarginModel.Parse(json, resource, out string problem) ?? throw new InvalidOperationException(problem);
    }
}
