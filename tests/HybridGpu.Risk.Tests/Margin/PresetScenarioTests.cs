using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Models;
using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>The scenarios of the presets against what was published of them, and ours against the engine's.</summary>
public sealed class PresetScenarioTests
{
    private static readonly double[] Tails = [-0.66, -0.33, 0.5, 1, 2, 3, 4, 5];

    [TestCase("BTC", 160_000_000)]
    [TestCase("ETH", 180_000_000)]
    public void Ours_has_the_64_columns_of_the_engine_in_their_order(string underlying, long rangeNano)
    {
        ScenarioCell[] cells = [.. Cells("hybrid-pm", underlying).Where(cell => cell.Group != "depeg")];
        Scenario[] columns = ScenarioSet.Version1.Columns.ToArray();

        Assert.That(cells, Has.Length.EqualTo(columns.Length));
        for (int i = 0; i < columns.Length; i++)
        {
            double move = columns[i].MoveNano(rangeNano) / 1e9;
            double range = rangeNano / 1e9;
            double weight = cells[i].Tail == TailRule.RangeOverMove
                ? Math.Min(1, range / Math.Abs(cells[i].Move))
                : cells[i].Weight;
            Assert.That(cells[i].Move, Is.EqualTo(move).Within(1e-9), columns[i].Name);
            Assert.That(weight, Is.EqualTo(columns[i].WeightNano(rangeNano) / 1e9).Within(1e-9), columns[i].Name);
            Assert.That(cells[i].Days, Is.EqualTo(columns[i].DaysPassed), columns[i].Name);
            Assert.That(cells[i].IsInitialOnly, Is.EqualTo(i >= 16), "the grid alone liquidates");
            Assert.That(
                cells[i].Volatility!.Shift!.Of(underlying),
                Is.EqualTo(columns[i].Vol switch { VolRule.Up => 0.5, VolRule.Down => -0.25, _ => 0 }));
        }
    }

    [TestCase("deribit-spm", 27 + 8)]
    [TestCase("deribit-xpm", 27 + 8)]
    [TestCase("derive-pm2", 23 + 8 + 2)]
    [TestCase("paradex", 24)]
    [TestCase("span", 16)]
    [TestCase("tims", 10)]
    public void A_venue_has_as_many_scenarios_as_it_says(string model, int count) =>
        Assert.That(Cells(model, "BTC"), Has.Count.EqualTo(count));

    /// <summary>formulas.md, 1.2: Derive's weights are 0.77 R / |m|, recomputed; source config-mainnet.sol.</summary>
    [Test]
    public void Derives_tail_weights_are_077_of_the_range_over_the_move()
    {
        double[] weights =
            [.. Cells("derive-pm2", "ETH").Where(cell => cell.Group == "tail").Select(cell => cell.Weight)];

        Assert.That(weights, Is.EqualTo(new[] { 0.21, 0.42, 0.2772, 0.1386, 0.0693, 0.0462, 0.03465, 0.02772 }));
        Assert.That(weights, Is.EqualTo(Tails.Select(move => 0.77 * 0.18 / Math.Abs(move))).Within(1e-12));
    }

    /// <summary>formulas.md, 1.3: Paradex's weights are R / |m|, rounded to hundredths of a percent or more.</summary>
    [Test]
    public void Paradexs_tail_weights_are_the_range_over_the_move() => Assert.That(
        Cells("paradex", "BTC").Where(cell => cell.Group == "tail").Select(cell => cell.Weight),
        Is.EqualTo(Tails.Select(move => 0.16 / Math.Abs(move))).Within(0.006));

    [TestCase("BTC", 0.18, "tail")]
    [TestCase("SOL", 0.27, "tail-sol")]
    [TestCase("HYPE", 0.33, "tail-hype")]
    [TestCase("DOGE", 0.18, "tail")]
    public void Derive_has_a_range_and_tails_by_asset(string underlying, double range, string tail)
    {
        List<ScenarioCell> cells = Cells("derive-pm2", underlying);

        Assert.That(
            cells.Where(cell => cell.Group == "edge").Select(cell => cell.Move), Is.EqualTo(new[] { -range, range }));
        Assert.That(cells.Where(cell => cell.Group.StartsWith("tail", StringComparison.Ordinal))
            .Select(cell => cell.Group).Distinct(), Is.EqualTo(new[] { tail }));
    }

    [TestCase("BTC", 0.12, 0.24)]
    [TestCase("LTC", 0.18, 0.36)]
    [TestCase("SOL", 0.25, 0.36)]
    [TestCase("OTHER", 0.25, 0.5)]
    public void Okx_moves_by_tier(string underlying, double mr1, double mr6)
    {
        List<ScenarioCell> cells = Cells("okx", underlying);

        Assert.That(
            cells.Where(cell => cell.Group.StartsWith("mr1", StringComparison.Ordinal)).Max(cell => cell.Move),
            Is.EqualTo(mr1));
        Assert.That(
            cells.Where(cell => cell.Group.StartsWith("mr6", StringComparison.Ordinal)).Min(cell => cell.Move),
            Is.EqualTo(-mr6));
    }

    [Test]
    public void No_move_takes_more_than_99_percent_of_the_price()
    {
        MarginModel wide = PresetJson.With(
            "span", m => m["scenarios"]!["range"] = new JsonObject { ["default"] = 0.6 });

        Assert.That(
            ScenarioCompiler.Compile(wide.Document.Scenarios, wide.Document.Volatility, "BTC", 0.6)
                .Min(cell => cell.Move),
            Is.EqualTo(-0.99));
    }

    private static List<ScenarioCell> Cells(string model, string underlying)
    {
        ModelDocument document = MarginPresets.Find(model)!.Document;
        return ScenarioCompiler.Compile(
            document.Scenarios, document.Volatility, underlying, document.Scenarios.Range.Of(underlying));
    }
}
