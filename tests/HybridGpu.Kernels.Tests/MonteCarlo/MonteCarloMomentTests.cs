using HybridGpu.Kernels.MonteCarlo;

namespace HybridGpu.Kernels.Tests.MonteCarlo;

/// <summary>What the draws add up to, at a fixed seed: moments and correlations within five standard errors.</summary>
/// <remarks>The seed is fixed, so these tests either always pass or never do; a wrong formula is many standard errors
/// off at 200,000 scenarios.</remarks>
public sealed class MonteCarloMomentTests
{
    private const int Count = 200_000;
    private const int Chunk = 8_000;
    private const double Errors = 5.0;

    [Test]
    public void Normal_moves_have_their_mean_deviation_skew_and_kurtosis()
    {
        double[] x = Moves(AModel.Single(0.2, drift: 0.01))[0];

        Assert.That(Mean(x), Is.EqualTo(0.01).Within(Errors * 0.2 / Math.Sqrt(Count)));
        Assert.That(Deviation(x), Is.EqualTo(0.2).Within(Errors * 0.2 / Math.Sqrt(2.0 * Count)));
        Assert.That(Moment(x, 3), Is.Zero.Within(Errors * Math.Sqrt(6.0 / Count)));
        Assert.That(Moment(x, 4), Is.EqualTo(3.0).Within(Errors * Math.Sqrt(24.0 / Count)));
    }

    [Test]
    public void Factors_have_the_correlations_of_their_Cholesky_factor()
    {
        var random = new Random(1);
        double[] cholesky = AModel.Cholesky(random, 6);
        var model = new MonteCarloModel(
            [new(0.1, 0, 0, 0), new(0.2, 0, 0, 0), new(0.3, 0, 0, 0)], cholesky, [0.1, 0.2, 0.3], [1, 1, 1], 0.0, 0,
            0.0);
        double[][] moves = Moves(model);

        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double exact = Enumerable.Range(0, j + 1).Sum(k => cholesky[(i * 6) + k] * cholesky[(j * 6) + k]);
                double error = (1.0 - (exact * exact)) / Math.Sqrt(Count);
                Assert.That(Correlation(moves[i], moves[j]), Is.EqualTo(exact).Within(Errors * error));
            }
        }
    }

    [Test]
    public void Student_moves_keep_the_deviation_and_have_the_kurtosis_of_t()
    {
        const int Dof = 12;
        double[] x = Moves(AModel.Single(0.1, dof: Dof))[0];

        // Kurtosis 3 + 6/(ν − 4); the error of the variance is by that kurtosis.
        double kurtosis = 3.0 + (6.0 / (Dof - 4));
        Assert.That(Mean(x), Is.Zero.Within(Errors * 0.1 / Math.Sqrt(Count)));
        Assert.That(
            Deviation(x), Is.EqualTo(0.1).Within(Errors * 0.1 * Math.Sqrt((kurtosis - 1.0) / (4.0 * Count))));

        // Var of the sample's fourth moment by t's eighth: E[t⁸]/σ⁸ = 105(ν−2)³/((ν−4)(ν−6)(ν−8)).
        double eighth = 105.0 * Math.Pow(Dof - 2, 3) / ((Dof - 4) * (Dof - 6) * (Dof - 8));
        double error = Math.Sqrt((eighth - (kurtosis * kurtosis)) / Count);
        Assert.That(Moment(x, 4), Is.EqualTo(kurtosis).Within(Errors * error));
    }

    [Test]
    public void Student_moves_have_the_quantiles_of_t([Values(3, 4, 5)] int dof)
    {
        // One-sided 1 % points of Student's t: Abramowitz and Stegun, table 26.10.
        double table = dof switch { 3 => 4.541, 4 => 3.747, _ => 3.365 };
        double quantile = -0.01 * table * Math.Sqrt((dof - 2.0) / dof);
        double[] x = Moves(AModel.Single(0.01, dof: dof))[0];

        double below = x.Count(value => value < quantile) / (double)Count;

        Assert.That(below, Is.EqualTo(0.01).Within(Errors * Math.Sqrt(0.01 * 0.99 / Count)));
    }

    [Test]
    public void All_factors_of_a_scenario_share_one_spread()
    {
        double[] cholesky = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
        var model = new MonteCarloModel(
            [new(0.01, 0, 0, 0), new(0.01, 0, 0, 0)], cholesky, [0.01, 0.01], [1, 1], 0.0, 5, 0.0);
        double[][] moves = Moves(model);

        // Uncorrelated, yet not independent: E[x²y²] = 3·σ⁴ for ν = 5 ((ν − 2)/(ν − 4)), and σ⁴ for normals.
        double both = moves[0].Zip(moves[1], (x, y) => x * x * y * y).Average() / 1e-8;
        Assert.That(both, Is.GreaterThan(2.0));
        Assert.That(Correlation(moves[0], moves[1]), Is.Zero.Within(Errors * Math.Sqrt(3.0 / Count)));
    }

    [Test]
    public void Jumps_come_as_often_as_they_should_and_give_Merton_s_variance_and_kurtosis()
    {
        const double Sigma = 0.03;
        const double P = 0.02;
        const double M = -0.12;
        const double D = 0.05;
        double[] x = Moves(AModel.Single(Sigma, p: P, mean: M, jump: D))[0];

        // Central moments of σZ + B·(m + δN), from the raw ones of the jump J: E[J^k] = p·E[(m + δN)^k].
        double j1 = P * M;
        double j2 = P * ((M * M) + (D * D));
        double j3 = P * ((M * M * M) + (3 * M * D * D));
        double j4 = P * (Math.Pow(M, 4) + (6 * M * M * D * D) + (3 * Math.Pow(D, 4)));
        double c2 = j2 - (j1 * j1);
        double c4 = j4 - (4 * j1 * j3) + (6 * j1 * j1 * j2) - (3 * Math.Pow(j1, 4));
        double variance = (Sigma * Sigma) + c2;
        double fourth = (3 * Math.Pow(Sigma, 4)) + (6 * Sigma * Sigma * c2) + c4;
        double kurtosis = fourth / (variance * variance);

        Assert.That(kurtosis, Is.GreaterThan(6.0), "the jumps matter here");
        Assert.That(Mean(x), Is.EqualTo(j1).Within(Errors * Math.Sqrt(variance / Count)));
        Assert.That(
            Deviation(x) * Deviation(x),
            Is.EqualTo(variance).Within(Errors * variance * Math.Sqrt((kurtosis - 1.0) / Count)));

        // The fourth moment's error from the sample's own eighth.
        double eighth = Moment(x, 8);
        double error = Math.Sqrt((eighth - (kurtosis * kurtosis)) / Count);
        Assert.That(Moment(x, 4), Is.EqualTo(kurtosis).Within(Errors * error));
    }

    [Test]
    public void With_the_compensated_drift_the_expected_price_is_the_price_of_today()
    {
        double drift = MonteCarloModel.CompensatedDrift(0.3, 0.1, -0.2, 0.1);
        MonteCarloModel model = AModel.Single(0.3, drift, p: 0.1, mean: -0.2, jump: 0.1);
        double[] price = [.. Moves(model)[0].Select(Math.Exp)];
        double[] without = [.. Moves(AModel.Single(0.3, p: 0.1, mean: -0.2, jump: 0.1))[0].Select(Math.Exp)];
        double error = Deviation(price) / Math.Sqrt(Count);

        Assert.That(Mean(price), Is.EqualTo(1.0).Within(Errors * error));
        Assert.That(Mean(without), Is.Not.EqualTo(1.0).Within(Errors * error), "so the test can fail");
    }

    [Test]
    public void What_is_out_of_bounds_is_refused_by_name()
    {
        MonteCarloModel Make(double deviation = 0.1, double p = 0.0, int dof = 0, double corner = 1.0) => new(
            [new MonteCarloUnderlying(deviation, 0, 0, 0)], [1, 0, 0, corner], [0.1], [1], p, dof, 0.0);

        Assert.Multiple(() =>
        {
            Assert.That(() => Make(), Throws.Nothing);
            Assert.That(() => Make(deviation: -0.1), Throws.ArgumentException.With.Message.Contains("deviation"));
            Assert.That(() => Make(deviation: double.NaN), Throws.ArgumentException.With.Message.Contains("deviation"));
            Assert.That(() => Make(p: 1.1), Throws.ArgumentException.With.Message.Contains("jump"));
            Assert.That(() => Make(dof: 2), Throws.ArgumentException.With.Message.Contains("freedom"));
            Assert.That(() => Make(dof: 31), Throws.ArgumentException.With.Message.Contains("freedom"));
            Assert.That(() => Make(corner: 0.9), Throws.ArgumentException.With.Message.Contains("Cholesky"));
            Assert.That(
                () => new MonteCarloBatch().Fill(Make(), 1, [], new ShockTable(1, 8)),
                Throws.ArgumentException.With.Message.Contains("room"));
        });
    }

    // Log moves: prices of all underlyings, then volatilities of all rows.
    private static double[][] Moves(MonteCarloModel model)
    {
        int rows = model.RowCount;
        double[][] moves = [.. Enumerable.Range(0, 2 * rows).Select(_ => new double[Count])];
        var table = new ShockTable(rows, Chunk);
        var batch = new MonteCarloBatch();
        for (int from = 0; from < Count; from += Chunk)
        {
            batch.Fill(model, 20_261_126, AModel.Numbers(Chunk, (uint)from), table);
            for (int row = 0; row < rows; row++)
            {
                for (int s = 0; s < Chunk; s++)
                {
                    moves[row][from + s] = Math.Log(table.SpotFactor[(row * Chunk) + s]);
                    moves[rows + row][from + s] = Math.Log(table.VolFactor[(row * Chunk) + s]);
                }
            }
        }

        return moves;
    }

    private static double Mean(double[] x) => x.Average();

    private static double Deviation(double[] x)
    {
        double mean = x.Average();
        return Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
    }

    private static double Moment(double[] x, int order)
    {
        double mean = x.Average();
        double deviation = Deviation(x);
        return x.Average(value => Math.Pow((value - mean) / deviation, order));
    }

    private static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Average() / (Deviation(x) * Deviation(y));
    }
}
