using System;

namespace HybridGpu.Kernels.Pricing;

/// <summary>What the American pricer's quadratures need that depends on no option, computed once.</summary>
/// <remarks>
/// The boundary is collocated at Chebyshev points in √τ; seen from collocation point i, quadrature node k lies at a
/// fixed share of √T, so interpolating the boundary there is a fixed row of weights. Rows are flat: √(t/T), its
/// inverse, u/T, the quadrature weight over T, and one weight for each collocation point but the last, where the
/// boundary is known.
/// </remarks>
internal sealed class AmericanTables
{
    /// <summary>Numbers in front of a row's interpolation weights.</summary>
    public const int RowHead = 4;

    /// <summary>The scheme in use: within 1e-6 of the strike (docs/numerics.md).</summary>
    public static readonly AmericanTables Standard = new(points: 9, inner: 11, outer: 41, iterations: 10);

    /// <summary>Tables of a scheme.</summary>
    /// <param name="points">Collocation points besides the known one at τ = 0.</param>
    /// <param name="inner">Quadrature nodes of the boundary's equation.</param>
    /// <param name="outer">Quadrature nodes of the premium.</param>
    /// <param name="iterations">Fixed-point iterations.</param>
    public AmericanTables(int points, int inner, int outer, int iterations)
    {
        Points = points;
        Inner = inner;
        Outer = outer;
        Iterations = iterations;
        RootShare = new double[points];
        var places = new double[points + 1];
        for (int i = 0; i <= points; i++)
        {
            places[i] = GaussLegendre.Cosine(Math.PI * i / points);
        }

        places[0] = 1.0;
        places[points] = -1.0;
        for (int i = 0; i < points; i++)
        {
            RootShare[i] = 0.5 * (1.0 + places[i]);
        }

        InnerRows = new double[points * inner * RowLength];
        for (int i = 0; i < points; i++)
        {
            FillRows(InnerRows.AsSpan(i * inner * RowLength), inner, RootShare[i], places, isDense: false);
        }

        OuterRows = new double[outer * RowLength];
        FillRows(OuterRows, outer, 1.0, places, isDense: true);
    }

    /// <summary>Collocation points besides the known one.</summary>
    public int Points { get; }

    /// <summary>Quadrature nodes of the boundary's equation.</summary>
    public int Inner { get; }

    /// <summary>Quadrature nodes of the premium.</summary>
    public int Outer { get; }

    /// <summary>Fixed-point iterations.</summary>
    public int Iterations { get; }

    /// <summary>√(τ/T) of each collocation point, descending from 1.</summary>
    public double[] RootShare { get; }

    /// <summary>Rows of the boundary's equation, collocation point by collocation point.</summary>
    public double[] InnerRows { get; }

    /// <summary>Rows of the premium.</summary>
    public double[] OuterRows { get; }

    /// <summary>Numbers of one row.</summary>
    public int RowLength => RowHead + Points;

    // With t = τ·sin²φ and u = τ·cos²φ both roots that stand in the integrand are smooth in φ, at both ends. Close to
    // the boundary the premium's integrand bends within t ≈ ln²(S/B)/σ²: there φ = π/2·x² has the nodes dense at t =
    // 0.
    private void FillRows(Span<double> rows, int count, double rootShare, double[] places, bool isDense)
    {
        Span<double> nodes = stackalloc double[count];
        Span<double> weights = stackalloc double[count];
        GaussLegendre.Fill(nodes, weights);
        for (int k = 0; k < count; k++)
        {
            Span<double> row = rows.Slice(k * RowLength, RowLength);
            double x = 0.5 * (1.0 + nodes[k]);
            double angle = 0.5 * Math.PI * (isDense ? x * x : x);
            double slope = 0.5 * Math.PI * (isDense ? x : 0.5);
            double sine = GaussLegendre.Cosine((0.5 * Math.PI) - angle);
            double cosine = GaussLegendre.Cosine(angle);
            double rootU = rootShare * cosine;
            row[0] = sine * rootShare;
            row[1] = 1.0 / row[0];
            row[2] = rootU * rootU;
            row[3] = weights[k] * slope * 2.0 * sine * cosine * rootShare * rootShare;
            Interpolate((2.0 * rootU) - 1.0, places, row[RowHead..]);
        }
    }

    // Barycentric weights of Chebyshev's extreme points: alternating ones, halved at both ends.
    private static void Interpolate(double at, double[] places, Span<double> row)
    {
        double sum = 0.0;
        for (int j = 0; j < places.Length; j++)
        {
            double end = j == 0 || j == places.Length - 1 ? 0.5 : 1.0;
            double share = (j % 2 == 0 ? end : -end) / (at - places[j]);
            sum += share;
            if (j < row.Length)
            {
                row[j] = share;
            }
        }

        for (int j = 0; j < row.Length; j++)
        {
            row[j] /= sum;
        }
    }
}
