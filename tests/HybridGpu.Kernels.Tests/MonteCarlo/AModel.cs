using HybridGpu.Kernels.MonteCarlo;

namespace HybridGpu.Kernels.Tests.MonteCarlo;

/// <summary>Models for the tests.</summary>
internal static class AModel
{
    /// <summary>One underlying with one row.</summary>
    public static MonteCarloModel Single(
        double deviation, double drift = 0.0, double p = 0.0, double mean = 0.0, double jump = 0.0, int dof = 0,
        double volDeviation = 0.1) => new(
            [new MonteCarloUnderlying(deviation, drift, mean, jump)], [1.0, 0.0, 0.0, 1.0], [volDeviation], [1], p,
            dof, 1.0 / 365.0);

    /// <summary>Some underlyings with 0 to 3 rows each and random parameters; jumps and t as asked for.</summary>
    public static MonteCarloModel Random(Random random, int underlyings, double p, int dof)
    {
        var rows = new int[underlyings];
        var moves = new MonteCarloUnderlying[underlyings];
        for (int u = 0; u < underlyings; u++)
        {
            rows[u] = (u + 1) % 4;
            moves[u] = new MonteCarloUnderlying(
                random.NextDouble() * 0.2, random.NextDouble() - 0.5, 0.2 * (random.NextDouble() - 0.5),
                random.NextDouble() * 0.3);
        }

        double[] vols = [.. Enumerable.Range(0, rows.Sum()).Select(_ => random.NextDouble() * 0.3)];
        return new MonteCarloModel(moves, Cholesky(random, 2 * underlyings), vols, rows, p, dof, 0.01);
    }

    /// <summary>A lower triangle whose rows have the length 1: every such is a factor of correlations.</summary>
    public static double[] Cholesky(Random random, int factors)
    {
        var factor = new double[factors * factors];
        for (int i = 0; i < factors; i++)
        {
            double[] row = [.. Enumerable.Range(0, i + 1).Select(_ => random.NextDouble() - 0.5)];
            row[i] = Math.Abs(row[i]) + 0.1;
            double length = Math.Sqrt(row.Sum(x => x * x));
            for (int j = 0; j <= i; j++)
            {
                factor[(i * factors) + j] = row[j] / length;
            }

            for (int j = i + 1; j < factors; j++)
            {
                // Above the diagonal anything may stand.
                factor[(i * factors) + j] = 77.0;
            }
        }

        return factor;
    }

    /// <summary>Scenarios 0, 1, 2 and so on.</summary>
    public static uint[] Numbers(int count, uint from = 0) =>
        [.. Enumerable.Range(0, count).Select(i => from + (uint)i)];
}
