using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Risk.Tests.Margin;

public sealed class MarginModelTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(MarginModel.Schema())!;

    [Test]
    public void There_are_ten_presets_with_ours_first()
    {
        Assert.That(PresetJson.Names, Is.EqualTo(new[]
        {
            "hybrid-pm", "deribit-spm", "deribit-xpm", "derive-pm2", "derive-standard", "fhs-es", "okx", "paradex",
            "span", "tims",
        }));
        Assert.That(MarginPresets.All.Select(model => model.Hash).Distinct().Count(), Is.EqualTo(10));
        Assert.That(MarginPresets.Find("no-such"), Is.Null);
    }

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void A_preset_says_how_well_it_is_confirmed(string name)
    {
        MarginModel model = MarginPresets.Find(name)!;

        Assert.That(model.Notes, Is.Not.Empty);
        Assert.That(model.Version, Is.Positive);
        Assert.That(model.Notes.Any(note => note.StartsWith("collateral.haircuts:", StringComparison.Ordinal)));
    }

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void The_hash_is_of_what_a_model_says_and_not_of_how_its_file_looks(string name)
    {
        MarginModel model = MarginPresets.Find(name)!;
        JsonObject json = PresetJson.Of(name);
        var turned = new JsonObject();
        foreach ((string field, JsonNode? value) in json.Reverse().ToArray())
        {
            turned[field] = value?.DeepClone();
        }

        string text = turned.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        MarginModel again = MarginModel.Parse(Encoding.UTF8.GetBytes(text), "m", out string problem)!;
        Assert.That(problem, Is.Empty);
        Assert.That(again.Hash, Is.EqualTo(model.Hash));

        json["version"] = model.Version + 1;
        Assert.That(PresetJson.Read(json, out _)!.Hash, Is.Not.EqualTo(model.Hash));
    }

    [Test]
    public void Any_number_that_changes_changes_the_hash()
    {
        MarginModel model = MarginPresets.Find("derive-pm2")!;
        JsonObject json = PresetJson.Of(model.Name);
        int changed = 0;
        foreach ((JsonNode node, string path) in PresetJson.Nodes(json).Where(IsNumber).ToArray())
        {
            double before = node.GetValue<double>();
            JsonNode other = Replace(node, before * 0.999);
            if (before != 0 && PresetJson.Read(json, out _) is { } read)
            {
                Assert.That(read.Hash, Is.Not.EqualTo(model.Hash), path);
                changed++;
            }

            Replace(other, before);
        }

        Assert.That(PresetJson.Read(json, out _)!.Hash, Is.EqualTo(model.Hash), "all is as it was");
        Assert.That(changed, Is.GreaterThan(50));
    }

    [Test]
    public void The_schema_in_docs_is_the_readers()
    {
        string root = PresetJson.RepositoryRoot();

        Assert.That(
            File.ReadAllText(Path.Combine(root, "docs/schemas/margin-model.schema.json")),
            Is.EqualTo(MarginModel.Schema()),
            "hybridgpu margin schema prints it");
    }

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void The_schema_allows_what_the_reader_reads(string name) =>
        Assert.That(SchemaCheck.Allows(Schema, PresetJson.Of(name)), Is.True);

    [TestCaseSource(typeof(PresetJson), nameof(PresetJson.Names))]
    public void What_the_schema_forbids_the_reader_refuses_and_names(string name)
    {
        int forbidden = 0;
        foreach ((string change, JsonObject json, string place) in Mutations(name))
        {
            MarginModel? read = PresetJson.Read(json, out string problem);
            if (!SchemaCheck.Allows(Schema, json))
            {
                forbidden++;
                Assert.That(read, Is.Null, change);
                Assert.That(problem, Does.Contain(place), change);
            }
            else if (read is null)
            {
                // Fields that don't fit each other: only the reader knows, and it says where.
                Assert.That(problem, Does.Contain("at $"), change);
            }
        }

        Assert.That(forbidden, Is.GreaterThan(50));
    }

    /// <summary>Each object with an unknown field and without each of its fields, each number far out of range and as
    /// text.</summary>
    private static IEnumerable<(string Change, JsonObject Json, string Place)> Mutations(string name)
    {
        // Of a list of numbers the first stands for all.
        string[] paths = [.. PresetJson.Nodes(PresetJson.Of(name))
            .Where(found => found.Node is not JsonValue || !found.Path.EndsWith(']')
                || found.Path.EndsWith("[0]", StringComparison.Ordinal))
            .Select(found => found.Path)];
        foreach (string path in paths)
        {
            JsonObject json = PresetJson.Of(name);
            JsonNode node = PresetJson.Nodes(json).Single(found => found.Path == path).Node;
            if (node is JsonObject map)
            {
                // A map by underlying or asset takes any name.
                bool isMap = map.ContainsKey("default") || path.EndsWith(".assets", StringComparison.Ordinal);
                if (!isMap)
                {
                    map["surprise"] = 1;
                    yield return ($"{path}.surprise added", json, "surprise");
                }
            }
            else if (node is JsonValue && IsNumber((node, path)))
            {
                Replace(node, 1e300);
                yield return ($"{path} = 1e300", json, "at $");
                JsonObject asText = PresetJson.Of(name);
                JsonNode number = PresetJson.Nodes(asText).Single(found => found.Path == path).Node;
                number.ReplaceWith("16 %");
                yield return ($"{path} as text", asText, path);
            }

            if (node.Parent is JsonObject parent && path.Count(c => c == '.') <= 2)
            {
                JsonObject without = PresetJson.Of(name);
                JsonNode gone = PresetJson.Nodes(without).Single(found => found.Path == path).Node;
                string field = gone.GetPropertyName();
                gone.Parent!.AsObject().Remove(field);
                yield return ($"{path} removed", without, field);
            }
        }
    }

    private static bool IsNumber((JsonNode Node, string Path) found) =>
        found.Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number;

    private static JsonNode Replace(JsonNode node, double number)
    {
        JsonNode? parent = node.Parent;
        if (parent is JsonArray list)
        {
            int at = node.GetElementIndex();
            list[at] = number;
            return list[at]!;
        }

        string name = node.GetPropertyName();
        parent![name] = number;
        return parent[name]!;
    }
}
