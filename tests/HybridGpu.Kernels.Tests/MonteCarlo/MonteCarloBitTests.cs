using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Kernels.Tests.Ptx;
using ILGPU;
using ILGPU.Runtime.CPU;

namespace HybridGpu.Kernels.Tests.MonteCarlo;

/// <summary>Every way to compute a scenario gives the same bits, and they are those of the obvious one.</summary>
public sealed class MonteCarloBitTests
{
    private static readonly (int Underlyings, double P, int Dof)[] Models =
        [(1, 0.0, 0), (2, 0.3, 0), (3, 0.0, 5), (4, 0.2, 3), (7, 1.0, 30)];

    [Test]
    public void Every_vector_width_gives_the_bits_of_the_obvious_scenario(
        [Values(128, 256, 512)] int bits, [Range(0, 4)] int which)
    {
        Random random = Seed.NewRandom();
        (MonteCarloModel model, ulong seed, uint[] scenarios) = Drawn(random, which, 45);
        var table = new ShockTable(model.RowCount + 1, 56);

        new MonteCarloBatch(bits).Fill(model, seed, scenarios, table);

        Assert.That(table.RowCount, Is.EqualTo(model.RowCount));
        Assert.That(table.Weight[..(model.RowCount * 56)], Is.All.EqualTo(1.0));
        Assert.That(table.Weight[^56..], Is.All.Zero, "the row beyond the model's");
        CheckBits(model, seed, [.. scenarios, .. Enumerable.Repeat(scenarios[^1], 11)], table);
    }

    [Test]
    public void The_obvious_scenario_is_what_textbook_mathematics_says([Range(0, 4)] int which)
    {
        Random random = Seed.NewRandom();
        (MonteCarloModel model, ulong seed, uint[] scenarios) = Drawn(random, which, 200);
        foreach (uint scenario in scenarios)
        {
            for (int row = 0; row < model.RowCount; row++)
            {
                (double spot, double vol) = ObviousScenario.Row<ScalarLane>(model, seed, scenario, row);
                (double logSpot, double logVol) = ObviousScenario.Textbook(model, seed, scenario, row);
                Assert.That(Math.Log(spot), Is.EqualTo(logSpot).Within(2e-14));
                Assert.That(Math.Log(vol), Is.EqualTo(logVol).Within(2e-14));
            }
        }
    }

    [Test]
    public void The_PTX_text_interpreted_gives_the_same_bits([Range(0, 4)] int which)
    {
        Random random = Seed.NewRandom();
        (MonteCarloModel model, ulong seed, uint[] scenarios) = Drawn(random, which, 40);
        var table = new ShockTable(model.RowCount, 40);
        using var ptx = new PtxBackend(nan: 0x7FFF_FFFF_FFFF_FFFF);

        PtxMonteCarlo.Fill(ptx, model, seed, scenarios, table);

        CheckBits(model, seed, scenarios, table);
    }

    [Test]
    public void The_CPU_accelerator_of_ILGPU_gives_the_same_bits([Range(0, 4)] int which)
    {
        Random random = Seed.NewRandom();
        (MonteCarloModel model, ulong seed, uint[] scenarios) = Drawn(random, which, 40);
        var table = new ShockTable(model.RowCount, 40);

        using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O1));
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
        new DeviceMonteCarlo(accelerator).Fill(model, seed, scenarios, table, launches: 1);

        CheckBits(model, seed, scenarios, table);
    }

    [Test]
    public void A_scenario_is_the_same_whatever_is_drawn_with_it_and_in_which_order()
    {
        Random random = Seed.NewRandom();
        MonteCarloModel model = AModel.Random(random, 3, 0.2, 4);
        uint[] forward = AModel.Numbers(64);
        uint[] backward = [.. forward.Reverse()];
        var one = new ShockTable(model.RowCount, 64);
        var other = new ShockTable(model.RowCount, 128);
        var batch = new MonteCarloBatch();

        batch.Fill(model, 5, forward, one);
        batch.Fill(model, 5, backward, other);

        for (int row = 0; row < model.RowCount; row++)
        {
            for (int s = 0; s < 64; s++)
            {
                Assert.That(
                    other.SpotFactor[(row * 128) + 63 - s], Is.EqualTo(one.SpotFactor[(row * 64) + s]));
            }
        }
    }

    [Test]
    public void Jumps_and_t_do_not_shift_the_draws_of_the_factors()
    {
        var table = new ShockTable(1, 64);
        var jumping = new ShockTable(1, 64);
        var batch = new MonteCarloBatch();

        batch.Fill(AModel.Single(0.05), 5, AModel.Numbers(64), table);
        batch.Fill(AModel.Single(0.05, p: 1e-9, mean: -1.0), 5, AModel.Numbers(64), jumping);

        Assert.That(jumping.SpotFactor, Is.EqualTo(table.SpotFactor));
    }

    [Test]
    public void Moves_are_held_within_their_bounds_which_wild_ones_reach()
    {
        MonteCarloModel model = AModel.Single(2.0, dof: 3, volDeviation: 2.0);
        var table = new ShockTable(1, 4_096);

        new MonteCarloBatch().Fill(model, 5, AModel.Numbers(4_096), table);

        double low = LaneMath.Exp(-MonteCarloLimits.MaxLogMove);
        double high = LaneMath.Exp(MonteCarloLimits.MaxLogMove);
        foreach (double[] factors in new[] { table.SpotFactor, table.VolFactor })
        {
            Assert.That(factors.Min(), Is.EqualTo(low));
            Assert.That(factors.Max(), Is.EqualTo(high));
        }
    }

    [Test]
    public void A_filled_table_allocates_nothing_the_second_time()
    {
        MonteCarloModel model = AModel.Random(Seed.NewRandom(), 3, 0.2, 4);
        uint[] scenarios = AModel.Numbers(256);
        var table = new ShockTable(model.RowCount, 256);
        var batch = new MonteCarloBatch();
        batch.Fill(model, 5, scenarios, table);

        long before = GC.GetAllocatedBytesForCurrentThread();
        batch.Fill(model, 6, scenarios, table);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void A_portfolio_s_profit_is_the_same_integer_on_vectors_as_PTX_and_one_by_one()
    {
        Random random = Seed.NewRandom();
        var grid = new ScenarioGridResult(37, 72);
        for (int i = 0; i < grid.Cells.Length; i++)
        {
            grid.Cells[i] = random.Next(int.MinValue, int.MaxValue);
        }

        long[] quantity =
            [.. Enumerable.Range(0, 37).Select(c => c % 5 == 0 ? 0 : random.NextInt64(-1L << 25, 1L << 25))];
        var profit = new long[72];
        var part = new long[19];
        var interpreted = new long[72];
        using var ptx = new PtxBackend(nan: 1);

        PortfolioProfit.Sum(grid, quantity, profit);
        PortfolioProfit.Sum(grid, quantity, part);
        PtxMonteCarlo.Profits(ptx, grid, quantity, interpreted);

        for (int s = 0; s < 72; s++)
        {
            Int128 exact = 0;
            for (int c = 0; c < 37; c++)
            {
                exact += (Int128)quantity[c] * grid.Cells[(c * 72) + s];
            }

            Assert.That((Int128)profit[s], Is.EqualTo(exact));
        }

        Assert.That(part, Is.EqualTo(profit[..19]));
        Assert.That(interpreted, Is.EqualTo(profit));
    }

    private static (MonteCarloModel Model, ulong Seed, uint[] Scenarios) Drawn(Random random, int which, int count)
    {
        (int underlyings, double p, int dof) = Models[which];
        uint[] scenarios = [.. Enumerable.Range(0, count).Select(_ => (uint)random.NextInt64(1L << 32))];
        return (AModel.Random(random, underlyings, p, dof), (ulong)random.NextInt64(), scenarios);
    }

    private static void CheckBits(MonteCarloModel model, ulong seed, uint[] scenarios, ShockTable table)
    {
        Assert.That(scenarios, Has.Length.EqualTo(table.ScenarioCount));
        for (int row = 0; row < model.RowCount; row++)
        {
            for (int s = 0; s < scenarios.Length; s++)
            {
                int at = (row * table.ScenarioCount) + s;
                (double spot, double vol) = ObviousScenario.Row<ScalarLane>(model, seed, scenarios[s], row);
                Assert.That(
                    BitConverter.DoubleToInt64Bits(table.SpotFactor[at]),
                    Is.EqualTo(BitConverter.DoubleToInt64Bits(spot)));
                Assert.That(
                    BitConverter.DoubleToInt64Bits(table.VolFactor[at]),
                    Is.EqualTo(BitConverter.DoubleToInt64Bits(vol)));
            }
        }
    }
}
