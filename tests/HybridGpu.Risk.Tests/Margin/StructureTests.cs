using HybridGpu.Risk.Margin.Structures;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>What portfolio margin saves against isolated: the table in docs/margin.md is the golden one.</summary>
public sealed class StructureTests
{
    private static readonly IReadOnlyList<MarginStructure> Rows = MarginStructures.Evaluate();

    [Test]
    public void There_are_eleven_structures_under_ten_models() => Assert.That(Rows, Has.Count.EqualTo(110));

    [Test]
    public void The_table_in_the_docs_is_what_comes_out()
    {
        string page = File.ReadAllText(Path.Combine(PresetJson.RepositoryRoot(), "docs/margin.md"));
        string table = page.Split("$ hybridgpu margin structures\n")[1].Split("\n```")[0];

        Assert.That(MarginStructureTable.Write(Rows), Is.EqualTo(table));
    }

    [Test]
    public void No_structure_needs_more_together_than_alone() => Assert.That(
        Rows.Where(row => row.Together > row.Alone + 1e-6), Is.Empty);

    [TestCase("vertical", 5_000)]
    [TestCase("condor", 10_000)]
    [TestCase("box", 0)]
    [TestCase("butterfly", 0)]
    public void The_standard_manager_asks_for_the_most_that_can_be_lost(string structure, double cash) => Assert.That(
        Rows.Single(row => row.Structure == structure && row.Model == "derive-standard").Together,
        Is.EqualTo(cash).Within(1e-6));

    [Test]
    public void Two_runs_give_the_same_bits() => Assert.That(MarginStructures.Evaluate(), Is.EqualTo(Rows));
}
