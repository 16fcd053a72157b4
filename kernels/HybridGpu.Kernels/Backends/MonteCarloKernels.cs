using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.MonteCarlo;
using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>Scenario Monte Carlo as ILGPU compiles it: one thread a pair of draws, a shock, a scenario's
/// profit.</summary>
internal static class MonteCarloKernels
{
    /// <summary>Draws. One thread a pair of columns and scenario.</summary>
    public static void Draws<L>(Index1D i, MonteCarloViews model)
        where L : struct, ILane<double>
    {
        int pair = i / model.ScenarioCount;
        int s = i - (pair * model.ScenarioCount);
        Philox.Pair(
            model.Scenario[s], (uint)model.Layout.NumberOf(pair), model.Layout.StreamOf(pair), model.Key0, model.Key1,
            out double even, out double odd);
        int at = (2 * pair * model.ScenarioCount) + s;
        bool isUniform = 2 * pair == model.Layout.JumpColumn();
        model.Draws[at] = isUniform
            ? MonteCarloMath<double, L>.Uniform(even)
            : MonteCarloMath<double, L>.Normal(even);
        model.Draws[at + model.ScenarioCount] = MonteCarloMath<double, L>.Normal(odd);
    }

    /// <summary>Spot and volatility factors. One thread a row and scenario.</summary>
    public static void Shocks<L>(Index1D i, MonteCarloViews model)
        where L : struct, ILane<double>
    {
        int row = i / model.ScenarioCount;
        int s = i - (row * model.ScenarioCount);
        int u = model.RowUnderlying[row];
        double spread = 1.0;
        if (model.Layout.DegreesOfFreedom > 0)
        {
            double sum = 0.0;
            for (int k = 0; k < model.Layout.DegreesOfFreedom; k++)
            {
                double normal = model.Draws[((model.Layout.ChiColumn() + k) * model.ScenarioCount) + s];
                sum = L.Fma(normal, normal, sum);
            }

            spread = MonteCarloMath<double, L>.Spread(sum, model.Layout.DegreesOfFreedom - 2);
        }

        double jump = 0.0;
        if (model.Layout.JumpPairs > 0)
        {
            int column = model.Layout.JumpColumn();
            jump = MonteCarloMath<double, L>.Jump(
                model.Draws[(column * model.ScenarioCount) + s], model.JumpProbability,
                model.Draws[((column + 1 + u) * model.ScenarioCount) + s], model.JumpMean[u],
                model.JumpDeviation[u]);
        }

        model.SpotFactor[i] = MonteCarloMath<double, L>.SpotFactor(
            Correlated<L>(model, s, u), spread, jump, model.Deviation[u], model.Drift[u]);
        model.VolFactor[i] = MonteCarloMath<double, L>.VolFactor(
            Correlated<L>(model, s, model.UnderlyingCount + u), spread, model.RowVolDeviation[row]);
    }

    /// <summary>A portfolio's profit in integers. One thread a scenario.</summary>
    public static void Profits(Index1D s, ProfitViews portfolio)
    {
        long sum = 0;
        for (int c = 0; c < portfolio.ContractCount; c++)
        {
            sum += portfolio.Quantity[c] * portfolio.Cells[(c * portfolio.ScenarioCount) + s];
        }

        portfolio.Profit[s] = sum;
    }

    private static double Correlated<L>(MonteCarloViews model, int s, int factor)
        where L : struct, ILane<double>
    {
        int start = factor * 2 * model.UnderlyingCount;
        double sum = 0.0;
        for (int j = 0; j <= factor; j++)
        {
            sum = L.Fma(model.Cholesky[start + j], model.Draws[(j * model.ScenarioCount) + s], sum);
        }

        return sum;
    }
}
