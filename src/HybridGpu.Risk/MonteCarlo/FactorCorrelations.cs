using System;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>Correlations of prices and volatilities, and their Cholesky factor.</summary>
internal static class FactorCorrelations
{
    /// <summary>The factor of [[1, κ], [κ, 1]] ⊗ R, where R has ρ off its diagonal: prices first, then
    /// volatilities.</summary>
    /// <remarks>Positive definite for every 0 ≤ ρ &lt; 1 and |κ| &lt; 1, as both of its parts are.</remarks>
    public static double[] Factor(int underlyings, double correlation, double spotVol)
    {
        int factors = 2 * underlyings;
        var matrix = new double[factors * factors];
        for (int i = 0; i < factors; i++)
        {
            for (int j = 0; j < factors; j++)
            {
                double between = i % underlyings == j % underlyings ? 1.0 : correlation;
                matrix[(i * factors) + j] = between * (i / underlyings == j / underlyings ? 1.0 : spotVol);
            }
        }

        return Cholesky(matrix, factors);
    }

    /// <summary>The lower triangular factor of a positive definite matrix, row-major.</summary>
    /// <remarks>Only IEEE operations in a stated order, so that every machine gets the same bits.</remarks>
    public static double[] Cholesky(ReadOnlySpan<double> matrix, int size)
    {
        var factor = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[(i * size) + j];
                for (int k = 0; k < j; k++)
                {
                    rest -= factor[(i * size) + k] * factor[(j * size) + k];
                }

                factor[(i * size) + j] = i == j ? Math.Sqrt(rest) : rest / factor[(j * size) + j];
            }
        }

        return factor;
    }
}
