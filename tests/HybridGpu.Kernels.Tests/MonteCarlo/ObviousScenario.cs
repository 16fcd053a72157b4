using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.MonteCarlo;

namespace HybridGpu.Kernels.Tests.MonteCarlo;

/// <summary>One scenario and row at a time, everything drawn anew: once on a lane, which gives the bits, and once with
/// the runtime's mathematics and a generator of its own, which says that they are right.</summary>
internal static class ObviousScenario
{
    /// <summary>Spot and volatility factor.</summary>
    public static (double Spot, double Vol) Row<L>(MonteCarloModel model, ulong seed, uint scenario, int row)
        where L : struct, ILane<double>
    {
        int u = UnderlyingOf(model, row);
        double Drawn(uint stream, int number)
        {
            Philox.Pair(
                scenario, (uint)number / 2, stream, (uint)seed, (uint)(seed >> 32), out double even, out double odd);
            return number % 2 == 0 ? even : odd;
        }

        double Normal(uint stream, int number) => MonteCarloMath<double, L>.Normal(Drawn(stream, number));
        double Correlated(int factor)
        {
            double sum = 0.0;
            for (int j = 0; j <= factor; j++)
            {
                sum = L.Fma(
                    model.Cholesky[(factor * model.FactorCount) + j], Normal(DrawStream.Factors, j), sum);
            }

            return sum;
        }

        double chi = 0.0;
        for (int k = 0; k < model.DegreesOfFreedom; k++)
        {
            double normal = Normal(DrawStream.ChiSquare, k);
            chi = L.Fma(normal, normal, chi);
        }

        MonteCarloUnderlying one = model.Underlyings[u];
        double spread = model.DegreesOfFreedom == 0
            ? 1.0
            : MonteCarloMath<double, L>.Spread(chi, model.DegreesOfFreedom - 2);
        double jump = model.JumpProbability == 0.0
            ? 0.0
            : MonteCarloMath<double, L>.Jump(
                MonteCarloMath<double, L>.Uniform(Drawn(DrawStream.Jumps, 0)), model.JumpProbability,
                Normal(DrawStream.Jumps, 1 + u), one.JumpMean, one.JumpDeviation);
        return (
            MonteCarloMath<double, L>.SpotFactor(Correlated(u), spread, jump, one.Deviation, one.Drift),
            MonteCarloMath<double, L>.VolFactor(
                Correlated(model.UnderlyingCount + u), spread, model.RowVolDeviation[row]));
    }

    /// <summary>The logs of both factors.</summary>
    public static (double Spot, double Vol) Textbook(MonteCarloModel model, ulong seed, uint scenario, int row)
    {
        int u = UnderlyingOf(model, row);
        double Uniform(uint stream, int number)
        {
            UInt128 bits = TextbookPhilox(
                ((UInt128)stream << 96) | ((UInt128)(uint)(number / 2) << 64) | scenario, seed);
            ulong half = (ulong)(number % 2 == 0 ? bits : bits >> 64);
            return ((half >> 12) + 0.5) / (1L << 52);
        }

        double Normal(uint stream, int number) => LaneMath.InverseNormalCdf(Uniform(stream, number));
        double Correlated(int factor) => Enumerable.Range(0, factor + 1).Sum(j =>
            model.Cholesky[(factor * model.FactorCount) + j] * Normal(DrawStream.Factors, j));
        double spread = 1.0;
        if (model.DegreesOfFreedom > 0)
        {
            double chi = Enumerable.Range(0, model.DegreesOfFreedom)
                .Sum(k => Math.Pow(Normal(DrawStream.ChiSquare, k), 2));
            spread = Math.Sqrt((model.DegreesOfFreedom - 2) / chi);
        }

        MonteCarloUnderlying one = model.Underlyings[u];
        double jump = Uniform(DrawStream.Jumps, 0) < model.JumpProbability
            ? one.JumpMean + (one.JumpDeviation * Normal(DrawStream.Jumps, 1 + u))
            : 0.0;
        return (
            Math.Clamp(one.Drift + (one.Deviation * spread * Correlated(u)) + jump, -2.75, 2.75),
            Math.Clamp(
                model.RowVolDeviation[row] * spread * Correlated(model.UnderlyingCount + u), -2.75, 2.75));
    }

    private static int UnderlyingOf(MonteCarloModel model, int row) =>
        Backends.DeviceMonteCarlo.RowUnderlyings(model)[row];

    // The paper's figure: two multiplications a round, the key bumped by Weyl constants; words low to high.
    private static UInt128 TextbookPhilox(UInt128 counter, ulong key)
    {
        uint[] c = [.. Enumerable.Range(0, 4).Select(i => (uint)(counter >> (32 * i)))];
        (uint k0, uint k1) = ((uint)key, (uint)(key >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong low = Math.BigMul(0xD2511F53u, c[0]);
            ulong high = Math.BigMul(0xCD9E8D57u, c[2]);
            c = [(uint)(high >> 32) ^ c[1] ^ k0, (uint)high, (uint)(low >> 32) ^ c[3] ^ k1, (uint)low];
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return ((UInt128)c[3] << 96) | ((UInt128)c[2] << 64) | ((UInt128)c[1] << 32) | c[0];
    }
}
