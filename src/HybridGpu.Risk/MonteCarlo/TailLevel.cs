using System;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>A tail of so many per mille of N scenarios, in integers.</summary>
/// <remarks>
/// After C. Acerbi and D. Tasche, "On the coherence of expected shortfall", J. Banking and Finance 26 (2002): with the
/// profits in ascending order, the tail N·α = k + f/1000 is the k worst and f/1000 of the next; VaR is that next one's
/// loss, the upper α-quantile, and ES the mean loss over the tail, so that ES is coherent and never below VaR.
/// </remarks>
internal readonly struct TailLevel
{
    private const int Mille = 1_000;

    /// <summary>The tail of a confidence.</summary>
    /// <param name="scenarios">N.</param>
    /// <param name="perMille">α in per mille, 1 to 999.</param>
    public TailLevel(int scenarios, int perMille)
    {
        Scenarios = scenarios;
        PerMille = perMille;
        Weight = (long)scenarios * perMille;
        Whole = (int)(Weight / Mille);
        Part = (int)(Weight % Mille);
    }

    /// <summary>N.</summary>
    public int Scenarios { get; }

    /// <summary>α, per mille.</summary>
    public int PerMille { get; }

    /// <summary>N·α in per mille of a scenario: what a tail's sum is divided by.</summary>
    public long Weight { get; }

    /// <summary>k, scenarios that count whole.</summary>
    public int Whole { get; }

    /// <summary>f, per mille of the next one.</summary>
    public int Part { get; }

    /// <summary>Confidence in percent.</summary>
    public double Confidence => (Mille - PerMille) / 10.0;

    /// <summary>VaR of profits in ascending order.</summary>
    public long ValueAtRisk(ReadOnlySpan<long> ascending) => -ascending[Whole];

    /// <summary>1000·N·α times the mean of the tail: what <see cref="Weight"/> divides.</summary>
    public Int128 Sum(ReadOnlySpan<long> ascending)
    {
        Int128 sum = 0;
        for (int i = 0; i < Whole; i++)
        {
            sum += ascending[i];
        }

        return (sum * Mille) + ((Int128)ascending[Whole] * Part);
    }

    /// <summary>The same of one contract: the sum of its cells over the whole scenarios, and its cell in the
    /// next.</summary>
    public Int128 Sum(long quantity, long wholeCells, int nextCell) =>
        (Int128)quantity * (((Int128)wholeCells * Mille) + ((Int128)nextCell * Part));

    /// <summary>One standard error of VaR from the order statistics themselves.</summary>
    /// <remarks>The number of scenarios beyond a quantile is binomial with deviation m = √(N·α(1 − α)): half the
    /// distance of the profits m places to either side, at least one, as far as there are any. No density is
    /// assumed.</remarks>
    public long StandardError(ReadOnlySpan<long> ascending)
    {
        int places = Math.Max((int)(Root(Weight * (Mille - PerMille)) / Mille), 1);
        int low = Math.Max(Whole - places, 0);
        int high = Math.Min(Whole + places, ascending.Length - 1);
        return (ascending[high] - ascending[low]) / 2;
    }

    /// <summary>⌊√x⌋.</summary>
    private static long Root(long x)
    {
        long root = (long)Math.Sqrt(x);
        while (root * root > x)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= x)
        {
            root++;
        }

        return root;
    }
}
