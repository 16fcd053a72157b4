using System;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>How prices and volatilities move over a horizon: the parameters of the draws. Immutable.</summary>
/// <remarks>
/// Underlying u has two factors, u for its price and U + u for its volatility. With X = C·Z of the standard normals Z
/// and the Cholesky factor C, and W = 1, or √((ν − 2)/χ²_ν) with ν degrees of freedom (one W a scenario: multivariate
/// t scaled to the variance of the normal), a scenario's moves are
/// ln(S'/S) = drift + σ·W·X_u + jump and ln(σ'/σ) of row r = η_r·W·X_(U+u), held within
/// ±<see cref="MonteCarloLimits.MaxLogMove"/>. With probability p there is a jump, for all underlyings at once, of
/// N(mean, deviation) each. Units: logs over the whole horizon, not annual. Sources: docs/risk-montecarlo.md.
/// </remarks>
public sealed class MonteCarloModel
{
    private readonly double[] _cholesky;
    private readonly MonteCarloUnderlying[] _underlyings;
    private readonly double[] _rowVolDeviation;
    private readonly int[] _rowStart;

    /// <summary>Checks the parameters and keeps a copy.</summary>
    /// <param name="underlyings">The underlyings, 1 to <see cref="MonteCarloLimits.MaxUnderlyings"/>.</param>
    /// <param name="cholesky">Lower triangular factor of the factors' correlations, row-major, 2U × 2U; each row's
    /// squares add up to 1 (within 1e-9). What is above the diagonal is ignored.</param>
    /// <param name="rowVolDeviation">Deviation of the log of volatility over the horizon for each row of the shock
    /// table, underlying by underlying.</param>
    /// <param name="rowsOfUnderlying">How many of the rows are each underlying's.</param>
    /// <param name="jumpProbability">Probability of a jump within the horizon, 0 to 1.</param>
    /// <param name="degreesOfFreedom">ν, 3 to 30; 0 for normal moves.</param>
    /// <param name="timeShiftYears">How much later it is at the horizon, years.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds; the message names it.</exception>
    public MonteCarloModel(
        ReadOnlySpan<MonteCarloUnderlying> underlyings, ReadOnlySpan<double> cholesky,
        ReadOnlySpan<double> rowVolDeviation, ReadOnlySpan<int> rowsOfUnderlying, double jumpProbability,
        int degreesOfFreedom, double timeShiftYears)
    {
        int count = underlyings.Length;
        Require(count is >= 1 and <= MonteCarloLimits.MaxUnderlyings, "The number of underlyings is out of bounds.");
        Require(rowsOfUnderlying.Length == count, "Each underlying has a number of rows.");
        Require(cholesky.Length == 4 * count * count, "The Cholesky factor has 2U x 2U elements.");
        Require(rowVolDeviation.Length <= MonteCarloLimits.MaxRows, "There are too many rows.");
        Require(jumpProbability is >= 0.0 and <= 1.0, "The probability of a jump is from 0 to 1.");
        Require(
            degreesOfFreedom == 0 || degreesOfFreedom is >= MonteCarloLimits.MinDegreesOfFreedom
                and <= MonteCarloLimits.MaxDegreesOfFreedom,
            "Degrees of freedom are from 3 to 30, or 0 for normal moves.");
        Require(
            Math.Abs(timeShiftYears) <= KernelLimits.MaxTimeYears, "The horizon is out of bounds.");
        foreach (MonteCarloUnderlying one in underlyings)
        {
            Require(Within(one.Deviation), "A deviation is from 0 to 2.");
            Require(Within(one.JumpDeviation), "The deviation of a jump is from 0 to 2.");
            Require(Math.Abs(one.Drift) <= MonteCarloLimits.MaxDrift, "A drift is from -2 to 2.");
            Require(Math.Abs(one.JumpMean) <= MonteCarloLimits.MaxDrift, "The mean of a jump is from -2 to 2.");
        }

        foreach (double deviation in rowVolDeviation)
        {
            Require(Within(deviation), "The deviation of a row's volatility is from 0 to 2.");
        }

        CheckRows(cholesky, 2 * count);
        _underlyings = underlyings.ToArray();
        _cholesky = cholesky.ToArray();
        _rowVolDeviation = rowVolDeviation.ToArray();
        _rowStart = new int[count + 1];
        for (int u = 0; u < count; u++)
        {
            Require(rowsOfUnderlying[u] >= 0, "A number of rows is negative.");
            _rowStart[u + 1] = _rowStart[u] + rowsOfUnderlying[u];
        }

        Require(_rowStart[count] == rowVolDeviation.Length, "The rows of the underlyings are not all the rows.");
        JumpProbability = jumpProbability;
        DegreesOfFreedom = degreesOfFreedom;
        TimeShiftYears = timeShiftYears;
    }

    /// <summary>Underlyings, U.</summary>
    public int UnderlyingCount => _underlyings.Length;

    /// <summary>Factors, 2U.</summary>
    public int FactorCount => 2 * _underlyings.Length;

    /// <summary>Rows of the shock table that the model fills.</summary>
    public int RowCount => _rowVolDeviation.Length;

    /// <summary>Probability of a jump within the horizon.</summary>
    public double JumpProbability { get; }

    /// <summary>Degrees of freedom of Student's t; 0 for normal moves.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>How much later it is at the horizon, years.</summary>
    public double TimeShiftYears { get; }

    internal ReadOnlySpan<MonteCarloUnderlying> Underlyings => _underlyings;

    internal double[] Cholesky => _cholesky;

    internal double[] RowVolDeviation => _rowVolDeviation;

    /// <summary>The rows of underlying u are [RowStart[u], RowStart[u + 1]).</summary>
    internal int[] RowStart => _rowStart;

    /// <summary>The drift of normal moves, with jumps, that keeps the expected price: E[S'/S] = 1.</summary>
    /// <remarks>−σ²/2 − ln(1 + p·(e^(m + δ²/2) − 1)), after Merton 1976. Student's t has no such drift: the mean of its
    /// exponential is infinite; this one is then a convention.</remarks>
    public static double CompensatedDrift(
        double deviation, double jumpProbability, double jumpMean, double jumpDeviation)
    {
        double jump = LaneMath.Expm1(jumpMean + (0.5 * jumpDeviation * jumpDeviation));
        return (-0.5 * deviation * deviation) - LaneMath.Log1p(jumpProbability * jump);
    }

    private static bool Within(double deviation) => deviation is >= 0.0 and <= MonteCarloLimits.MaxDeviation;

    private static void CheckRows(ReadOnlySpan<double> cholesky, int factors)
    {
        for (int i = 0; i < factors; i++)
        {
            double sum = 0.0;
            for (int j = 0; j <= i; j++)
            {
                sum += cholesky[(i * factors) + j] * cholesky[(i * factors) + j];
            }

            Require(Math.Abs(sum - 1.0) <= 1e-9, "A row of the Cholesky factor doesn't have the length 1.");
        }
    }

    private static void Require(bool isTrue, string problem)
    {
        if (!isTrue)
        {
            throw new ArgumentException(problem);
        }
    }
}
