using System;
using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>Draws and shocks on vectors, scenarios side by side.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class MonteCarloKernel<T, L>
    where T : struct
    where L : struct, ISimdLane<T>
{
    /// <summary>Numbers of [1, 2) become normals, but for the uniform that decides on jumps.</summary>
    /// <param name="layout">What the columns are.</param>
    /// <param name="draws">[column · scenarios + scenario].</param>
    /// <param name="scenarios">A multiple of 8.</param>
    public static void Normals(in DrawLayout layout, double[] draws, int scenarios)
    {
        int uniform = layout.JumpPairs > 0 ? layout.JumpColumn() * scenarios : -1;
        for (int column = 0; column < 2 * layout.Pairs(); column++)
        {
            int start = column * scenarios;
            for (int i = start; i < start + scenarios; i += L.Width)
            {
                T drawn = L.Load(draws, i);
                T value = start == uniform
                    ? MonteCarloMath<T, L>.Uniform(drawn)
                    : MonteCarloMath<T, L>.Normal(drawn);
                L.Store(value, draws, i);
            }
        }
    }

    /// <summary>Spot and volatility factors of every row and scenario.</summary>
    public static void Shocks(MonteCarloModel model, in DrawLayout layout, double[] draws, ShockTable table)
    {
        int scenarios = table.ScenarioCount;
        for (int s = 0; s < scenarios; s += L.Width)
        {
            T spread = Spread(layout, draws, scenarios, s);
            for (int u = 0; u < model.UnderlyingCount; u++)
            {
                Underlying(model, layout, draws, table, s, u, spread);
            }
        }
    }

    private static void Underlying(
        MonteCarloModel model, in DrawLayout layout, double[] draws, ShockTable table, int s, int u, T spread)
    {
        int scenarios = table.ScenarioCount;
        MonteCarloUnderlying one = model.Underlyings[u];
        T jump = L.C(0.0);
        if (layout.JumpPairs > 0)
        {
            int column = layout.JumpColumn();
            jump = MonteCarloMath<T, L>.Jump(
                L.Load(draws, (column * scenarios) + s), model.JumpProbability,
                L.Load(draws, ((column + 1 + u) * scenarios) + s), one.JumpMean, one.JumpDeviation);
        }

        T spot = MonteCarloMath<T, L>.SpotFactor(
            Correlated(model, draws, scenarios, s, u), spread, jump, one.Deviation, one.Drift);
        T vol = Correlated(model, draws, scenarios, s, model.UnderlyingCount + u);
        for (int row = model.RowStart[u]; row < model.RowStart[u + 1]; row++)
        {
            int at = (row * scenarios) + s;
            L.Store(spot, table.SpotFactor, at);
            L.Store(
                MonteCarloMath<T, L>.VolFactor(vol, spread, model.RowVolDeviation[row]), table.VolFactor, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Correlated(MonteCarloModel model, double[] draws, int scenarios, int s, int factor)
    {
        ReadOnlySpan<double> row = model.Cholesky.AsSpan(factor * model.FactorCount, factor + 1);
        T sum = L.C(0.0);
        for (int j = 0; j < row.Length; j++)
        {
            sum = L.Fma(L.C(row[j]), L.Load(draws, (j * scenarios) + s), sum);
        }

        return sum;
    }

    private static T Spread(in DrawLayout layout, double[] draws, int scenarios, int s)
    {
        if (layout.DegreesOfFreedom == 0)
        {
            return L.C(1.0);
        }

        T sum = L.C(0.0);
        for (int k = 0; k < layout.DegreesOfFreedom; k++)
        {
            T normal = L.Load(draws, ((layout.ChiColumn() + k) * scenarios) + s);
            sum = L.Fma(normal, normal, sum);
        }

        return MonteCarloMath<T, L>.Spread(sum, layout.DegreesOfFreedom - 2);
    }
}
