using CsCheck;
using HybridGpu.Risk.MonteCarlo;

namespace HybridGpu.Risk.Tests.MonteCarlo;

/// <summary>Order statistics and shares in integers.</summary>
public sealed class TailLevelTests
{
    private static readonly long[] Ten = [-100, -50, -20, -10, 0, 5, 10, 20, 30, 40];

    // α = 25 % of ten is two and a half: VaR is the third's loss, ES (100 + 50 + 20/2)/2.5.
    [TestCase(250, 20, 64)]

    // Whole: α = 20 % is two; the upper quantile is the third's all the same, ES (100 + 50)/2.
    [TestCase(200, 20, 75)]

    // Less than one scenario: VaR and ES are both the worst.
    [TestCase(50, 100, 100)]
    public void Value_at_risk_and_shortfall_are_Acerbi_and_Tasche_s(int perMille, long valueAtRisk, long shortfall)
    {
        var tail = new TailLevel(10, perMille);

        Assert.That(tail.ValueAtRisk(Ten), Is.EqualTo(valueAtRisk));
        Assert.That(EulerShares.Rounded(-tail.Sum(Ten), tail.Weight), Is.EqualTo(shortfall));
    }

    [Test]
    public void The_shortfall_is_never_below_the_value_at_risk() => Gen.Select(
        Gen.Long[-1_000_000, 1_000_000].Array[10, 200], Gen.Int[1, 900]).Sample((profits, perMille) =>
        {
            Array.Sort(profits);
            var tail = new TailLevel(profits.Length, perMille);
            return EulerShares.Rounded(-tail.Sum(profits), tail.Weight) >= tail.ValueAtRisk(profits);
        });

    [Test]
    public void The_standard_error_is_half_the_distance_of_the_places_a_deviation_away()
    {
        // N = 1000, α = 5 %: 50 scenarios, give or take √47.5, which is 6 whole ones.
        long[] profits = [.. Enumerable.Range(0, 1_000).Select(i => (long)i * i)];

        long error = new TailLevel(1_000, 50).StandardError(profits);

        Assert.That(error, Is.EqualTo(((56L * 56) - (44L * 44)) / 2));
    }

    [Test]
    public void Shares_add_up_to_the_rounded_whole_and_none_is_more_than_one_off() => Gen.Select(
        Gen.Long[-1_000_000_000, 1_000_000_000].Array[1, 40], Gen.Long[1, 5_000]).Sample((parts, divisor) =>
        {
            Int128 sum = parts.Aggregate((Int128)0, (soFar, part) => soFar + part);
            long[] shares = EulerShares.Of([.. parts.Select(part => (Int128)part)], divisor);
            return shares.Sum() == EulerShares.Rounded(sum, divisor)
                && shares.Zip(parts).All(pair => Math.Abs(pair.First - ((double)pair.Second / divisor)) <= 1.0);
        });

    [Test]
    public void A_factor_of_correlations_gives_them_back()
    {
        double[] factor = FactorCorrelations.Factor(3, 0.8, -0.4);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                double expected = (i % 3 == j % 3 ? 1.0 : 0.8) * (i / 3 == j / 3 ? 1.0 : -0.4);
                double product = Enumerable.Range(0, 6).Sum(k => factor[(i * 6) + k] * factor[(j * 6) + k]);
                Assert.That(product, Is.EqualTo(expected).Within(1e-15));
            }
        }
    }
}
