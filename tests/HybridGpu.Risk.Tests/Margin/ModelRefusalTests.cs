using System.Text;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>Fields that are each fine and don't fit each other, named by their path.</summary>
public sealed class ModelRefusalTests
{
    private static readonly (string Model, string Place, Action<JsonObject> Change)[] Cases =
    [
        ("hybrid-pm", "$.schema", m => m["schema"] = "other/1"),
        ("hybrid-pm", "$.name", m => m["name"] = "Hybrid PM"),
        ("hybrid-pm", "$.units.move", m => m["units"]!["move"] = "percent"),
        ("hybrid-pm", "$.units.volatility", m => m["units"]!["volatility"] = "percent"),
        ("hybrid-pm", "$.units.money", m => m["units"]!["money"] = "EUR"),
        ("hybrid-pm", "$.units.time", m => m["units"]!["time"] = "years"),
        ("hybrid-pm", "$.scenarios.range", m => m["scenarios"]!["range"]!.AsObject().Remove("default")),
        ("hybrid-pm", "$.volatility.states: 'up'", m => State(m, 1)["name"] = "up"),
        ("hybrid-pm", "$.volatility.states[0]", m => State(m, 0).Remove("shift")),
        ("hybrid-pm", "$.volatility.states[2].floor", m => State(m, 2)["floor"] = 0.5),
        ("okx", "$.volatility.states[0].points", m => State(m, 0)["points"]![0]!["daysAtMost"] = 500),
        ("hybrid-pm", "$.scenarios.groups: 'grid'", m => Group(m, 1)["name"] = "grid"),
        ("hybrid-pm", "$.scenarios.groups[0].volatilities: 'sideways'",
            m => Group(m, 0)["volatilities"] = new JsonArray("sideways")),
        ("hybrid-pm", "$.scenarios.groups[0].moves", m => Group(m, 0)["moves"] = new JsonArray()),
        ("hybrid-pm", "$.scenarios.groups[1].weights", m => Group(m, 1)["weights"] = new JsonArray(0.33)),
        ("hybrid-pm", "$.scenarios.groups[3].moves", m => Group(m, 3)["moves"] = new JsonArray(-1.5)),
        ("hybrid-pm", "$.scenarios.groups[3].weights", m => Group(m, 3)["weights"] =
            new JsonArray([.. Enumerable.Repeat(0.5, 8).Select(x => (JsonNode)x)])),
        ("hybrid-pm", "$.scenarios.groups[3].dampened", m => m.Remove("dampener")),
        ("hybrid-pm", "$.scenarios.groups[0].skew", m => Group(m, 0)["skew"] = "abs"),
        ("hybrid-pm", "$.scenarios.groups[7].assets", m => m["collateral"]!["insideScenarios"] = false),
        ("derive-pm2", "$.scenarios.groups[2].only", m => Group(m, 2)["only"] = new JsonArray("BTC")),
        ("derive-pm2", "$.scenarios.groups[3].only", m => Group(m, 3)["only"] = new JsonArray()),
        ("derive-pm2", "$.scenarios.groups[2].except", m => Group(m, 2)["except"] = new JsonArray()),
        ("derive-pm2", "$.skew", m => m["scenarios"]!["groups"]!.AsArray().RemoveRange(5, 2)),
        ("deribit-xpm", "$.scenarios.groups[0].only", m => Group(m, 0)["only"] = new JsonArray("BTC")),
        ("deribit-spm", "$.collateral.insideScenarios", m => m["collateral"]!["insideScenarios"] = true),
        ("deribit-spm", "$.aggregation.rule", m => m["aggregation"]!["rule"] = "perExpiryWorst"),
        ("hybrid-pm", "$.aggregation.level", m => m["aggregation"]!["level"] = 0.99),
        ("hybrid-pm", "$.aggregation.level", m => m["aggregation"]!["rule"] = "quantile"),
        ("fhs-es", "$.history", m => m.Remove("history")),
        ("fhs-es", "$.aggregation.stressShare", m => m["aggregation"]!["stressShare"] = 0),
        ("hybrid-pm", "$.factors.initial", m => m["factors"]!["initial"] = 0.7),
        ("hybrid-pm", "$.addOns: 'roll shock'", m => m["addOns"]![1]!["name"] = "roll shock"),
        ("hybrid-pm", "$.addOns[1].initial", m => m["addOns"]![1]!["maintenance"] = 0.003),
        ("hybrid-pm", "$.addOns[0]", m => m["addOns"]![0]!["kind"] = "rolShock"),
        ("hybrid-pm", "kind", m => m["addOns"]![0]!.AsObject().Remove("kind")),
        ("okx", "$.addOns[0].group: 'mr1'", m => m["addOns"]![0]!["group"] = "mr1"),
        ("okx", "'mr3-near-up'", m => m["addOns"]!.AsArray().RemoveAt(0)),
        ("okx", "$.addOns[5].tiers", m => m["addOns"]![5]!["tiers"]!.AsArray().RemoveAt(6)),
        ("derive-standard", "$.addOns[0].initialLeast", m => m["addOns"]![0]!["initialLeast"] = 0.05),
        ("derive-standard", "$.addOns[0].initialLeast", m => m["addOns"]![0]!["unpairedInitial"] = 1),
        ("hybrid-pm", "$.collateral.haircuts: USDC on base",
            m => m["collateral"]!["haircuts"]!.AsArray().Add(m["collateral"]!["haircuts"]![2]!.DeepClone())),
        ("span", "$.span.compositeDelta", m => m["span"]!["compositeDelta"]![0]!["weight"] = 0.5),
        ("hybrid-pm", "$.notes[0].field: there is no 'scenario'", m => m["notes"]![0]!["field"] = "scenario"),
    ];

    public static IEnumerable<TestCaseData> Named =>
        Cases.Select((one, i) => new TestCaseData(i).SetArgDisplayNames(one.Model, one.Place));

    [TestCaseSource(nameof(Named))]
    public void A_model_whose_fields_do_not_fit_is_refused_with_the_place(int at)
    {
        (string name, string place, Action<JsonObject> change) = Cases[at];
        JsonObject json = PresetJson.Of(name);
        change(json);

        Assert.That(PresetJson.Read(json, out string problem), Is.Null);
        Assert.That(problem, Does.StartWith("m.json").And.Contain(place));
        Assert.That(problem, Does.EndWith(".").Or.EndWith(")."));
    }

    [TestCase("", "line 1")]
    [TestCase("null", "an object is expected")]
    [TestCase("[]", "at $")]
    [TestCase("{\"schema\": \"a\", \"schema\": \"b\"}", "$.schema")]
    [TestCase("{\"schema\": NaN}", "line 1")]
    public void What_is_no_model_is_refused(string text, string sentence)
    {
        Assert.That(MarginModel.Parse(Encoding.UTF8.GetBytes(text), "m.json", out string problem), Is.Null);
        Assert.That(problem, Does.StartWith("m.json").And.Contain(sentence));
    }

    [TestCase("", ", line 1, at $: the file is empty: an object is expected.")]
    [TestCase("{\"schema\": \"a\"", "the file ends in the middle of something")]
    [TestCase("{\n  \"schema\" \"a\"}", ", line 2, at $: column 12 is no JSON")]
    [TestCase("{\"schema\": \"a\", \"schema\": \"b\"}", "the field 'schema' is there twice.")]
    [TestCase("{\"schema\": \"a\",, ", "column 16 is no JSON")]
    [TestCase("{\"schema\": null}", "'schema' can't be null")]
    [TestCase("{\"schema\": 5}", "another type than the schema's")]
    [TestCase("{\"schema\": \"a\"}", "fields are missing: name, version")]
    [TestCase("{\"notes\": [[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]}", "line 1")]
    public void What_is_wrong_is_said_in_our_own_words(string text, string sentence)
    {
        Assert.That(MarginModel.Parse(Encoding.UTF8.GetBytes(text), "m.json", out string problem), Is.Null);
        Assert.That(problem, Does.Contain(sentence));
        AssertOwnWords(problem);
    }

    [Test]
    public void Every_preset_that_was_damaged_somewhere_is_refused_in_our_own_words()
    {
        Random random = Seed.NewRandom();
        foreach (string name in PresetJson.Names)
        {
            byte[] good = Encoding.UTF8.GetBytes(PresetJson.Of(name).ToJsonString());
            for (int i = 0; i < 150; i++)
            {
                byte[] bad = random.Next(3) == 0 ? good[..random.Next(good.Length)] : [.. good];
                for (int change = 0; change < random.Next(3) && bad.Length > 0; change++)
                {
                    bad[random.Next(bad.Length)] = (byte)"{}[]\":,0x \n\\\xff"[random.Next(13)];
                }

                if (MarginModel.Parse(bad, "m.json", out string problem) is null)
                {
                    AssertOwnWords(problem);
                }
            }
        }
    }

    [Test]
    public void A_byte_order_mark_is_passed_over()
    {
        byte[] json = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(PresetJson.Of("hybrid-pm").ToJsonString())];

        Assert.That(MarginModel.Parse(json, "m.json", out string problem), Is.Not.Null, problem);
        Assert.That(MarginModel.Parse([0xEF, 0xBB, 0xBF], "m.json", out problem), Is.Null);
        Assert.That(problem, Does.Contain("the file is empty"));
    }

    private static void AssertOwnWords(string problem)
    {
        Assert.That(problem, Does.StartWith("m.json").And.EndWith("."));
        foreach (string leaked in new[]
        {
            "HybridGpu.", "System.", "Json", "isFinalBlock", "LineNumber", "BytePosition", "Path:", "(Parameter",
            "constructor", "deserializ", "configured depth",
        })
        {
            Assert.That(problem, Does.Not.Contain(leaked));
        }
    }

    [Test]
    public void A_file_that_is_not_there_is_said_so()
    {
        Assert.That(MarginModel.Read("no-such-model.json", out string problem), Is.Null);
        Assert.That(problem, Does.StartWith("no-such-model.json can't be read"));
    }

    [Test]
    public void A_file_past_4_mib_is_not_read()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[(4 << 20) + 1]);
            Assert.That(MarginModel.Read(path, out string problem), Is.Null);
            Assert.That(problem, Does.EndWith("at most 4194304 are read."));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static JsonObject Group(JsonObject model, int at) => model["scenarios"]!["groups"]![at]!.AsObject();

    private static JsonObject State(JsonObject model, int at) => model["volatility"]!["states"]![at]!.AsObject();
}
