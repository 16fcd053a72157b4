using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Tests.Scenarios;

public sealed class ScenarioSetTests
{
    private const long R = 160_000_000;

    [Test]
    public void The_settlement_grid_is_frozen()
    {
        long third = 53_333_333;
        long[] moves = [0, 0, third, third, -third, -third, 106_666_667, 106_666_667, -106_666_667, -106_666_667, R, R, -R, -R, 3 * R, -3 * R];
        for (int s = 0; s < 16; s++)
        {
            Scenario column = ScenarioSet.Version1.Columns[s];
            Assert.That(column.MoveNano(R), Is.EqualTo(moves[s]), $"column {s}");
            Assert.That(column.Vol, Is.EqualTo(s >= 14 ? VolRule.Same : s % 2 == 0 ? VolRule.Up : VolRule.Down));
            Assert.That(column.WeightNano(R), Is.EqualTo(s >= 14 ? 330_000_000 : 1_000_000_000));
        }
    }

    [Test]
    public void The_portfolio_columns_are_as_documented()
    {
        ReadOnlySpan<Scenario> columns = ScenarioSet.Version1.Columns;

        Assert.That(columns.Length, Is.EqualTo(64));
        Assert.That(columns[16].Name, Is.EqualTo("-1 R, vol up"));
        Assert.That(columns[28].Name, Is.EqualTo("0, vol up"));
        Assert.That(columns[42].Name, Is.EqualTo("+1 R, vol down"));
        Assert.That(columns[43].Name, Is.EqualTo("-66 %, vol up"));
        Assert.That(columns[43].WeightNano(R), Is.EqualTo(242_424_242));
        Assert.That(columns[50].Name, Is.EqualTo("+500 %, vol up"));
        Assert.That(columns[50].WeightNano(R), Is.EqualTo(32_000_000));
        Assert.That(columns[51].Name, Is.EqualTo("+3/2 R, vol up"));
        Assert.That(columns[62].Name, Is.EqualTo("-2 R, vol down"));
        Assert.That(columns[62].WeightNano(R), Is.EqualTo(500_000_000));
        Assert.That(columns[63].Name, Is.EqualTo("1 d passes"));
    }

    [Test]
    public void No_move_leaves_less_than_a_tenth_of_the_price_at_the_widest_range()
    {
        foreach (Scenario column in ScenarioSet.Version1.Columns)
        {
            Assert.That(column.SpotFactorNano(300_000_000), Is.GreaterThanOrEqualTo(100_000_000));
        }
    }
}
