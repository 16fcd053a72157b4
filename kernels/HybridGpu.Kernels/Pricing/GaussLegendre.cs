using System;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Nodes and weights of Gauss-Legendre quadrature on [−1, 1], the same bits on every machine.</summary>
/// <remarks>Only IEEE operations: the library's cosine may differ between machines in the last bit.</remarks>
internal static class GaussLegendre
{
    private const int NewtonSteps = 40;

    /// <summary>Fills nodes, descending, and weights.</summary>
    public static void Fill(Span<double> nodes, Span<double> weights)
    {
        int count = nodes.Length;
        for (int k = 0; k < count; k++)
        {
            double x = Cosine(Math.PI * (k + 0.75) / (count + 0.5));
            double slope = 0.0;
            for (int step = 0; step < NewtonSteps; step++)
            {
                double value = Legendre(count, x, out slope);
                x -= value / slope;
            }

            nodes[k] = x;
            weights[k] = 2.0 / ((1.0 - (x * x)) * slope * slope);
        }
    }

    /// <summary>cos x for x in [0, π], by its series about π/2.</summary>
    public static double Cosine(double x)
    {
        double y = x - (0.5 * Math.PI);
        double square = y * y;
        double term = -y;
        double sum = term;
        for (int k = 2; k < 40; k += 2)
        {
            term *= -square / (k * (k + 1));
            sum += term;
        }

        return sum;
    }

    private static double Legendre(int degree, double x, out double slope)
    {
        double before = 1.0;
        double value = x;
        for (int j = 2; j <= degree; j++)
        {
            double next = ((((2 * j) - 1) * x * value) - ((j - 1) * before)) / j;
            before = value;
            value = next;
        }

        slope = degree * ((x * value) - before) / ((x * x) - 1.0);
        return value;
    }
}
