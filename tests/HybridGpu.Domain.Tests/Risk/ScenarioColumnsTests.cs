using HybridGpu.Domain.Risk;
using HybridGpu.Domain.Tests.Wire;

namespace HybridGpu.Domain.Tests.Risk;

internal sealed class ScenarioColumnsTests
{
    [Test]
    public void The_document_lists_each_column_once_in_order()
    {
        Assert.That(
            WireDocument.ScenarioRows.Select(row => row[0]),
            Is.EqualTo(Enumerable.Range(0, ScenarioColumns.Count).Select(column => $"{column}")));
    }

    [Test]
    public void No_two_columns_of_the_grid_are_the_same_scenario()
    {
        Assert.That(
            WireDocument.ScenarioRows.Take(ScenarioColumns.GridCount).Select(row => (row[1], row[2])), Is.Unique);
        Assert.That(ScenarioColumns.GridCount, Is.EqualTo(InstrumentId.GroupSize), "a page times the grid is square");
    }
}
