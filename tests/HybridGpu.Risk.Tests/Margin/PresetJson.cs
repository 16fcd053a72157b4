using System.Text;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Presets as JSON that a test changes and reads again.</summary>
internal static class PresetJson
{
    public static string[] Names { get; } = [.. MarginPresets.All.Select(model => model.Name)];

    private static readonly Dictionary<string, string> Texts =
        MarginPresets.All.ToDictionary(model => model.Name, model => model.ToJson().ToJsonString());

    public static JsonObject Of(string name) => JsonNode.Parse(Texts[name])!.AsObject();

    public static MarginModel? Read(JsonNode json, out string problem) =>
        MarginModel.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), "m.json", out problem);

    /// <summary>A preset with one thing changed, which is read.</summary>
    public static MarginModel With(string name, Action<JsonObject> change)
    {
        JsonObject json = Of(name);
        change(json);
        return Read(json, out string problem) ?? throw new AssertionException(problem);
    }

    /// <summary>All objects and arrays with their paths, the root first.</summary>
    public static IEnumerable<(JsonNode Node, string Path)> Nodes(JsonNode node, string path = "$")
    {
        yield return (node, path);
        IEnumerable<(JsonNode?, string)> children = node switch
        {
            JsonObject map => map.Select(pair => (pair.Value, $"{path}.{pair.Key}")),
            JsonArray list => list.Select((item, i) => (item, $"{path}[{i}]")),
            _ => [],
        };
        foreach ((JsonNode? child, string at) in children.ToArray())
        {
            foreach ((JsonNode, string) found in child is null ? [] : Nodes(child, at))
            {
                yield return found;
            }
        }
    }

    public static string RepositoryRoot()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "HybridGpu.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("HybridGpu.sln is in no parent directory of the tests.");
    }
}
