using System;

namespace HybridGpu.Kernels.Grid;

/// <summary>What the grid's first pass leaves for its second: per contract, computed once.</summary>
/// <remarks>Grows to the largest tick seen and is then reused, so that a steady tick allocates nothing.</remarks>
internal sealed class GridScratch
{
    public double[] Sign = [];
    public double[] Valid = [];
    public double[] LogMoneyness = [];
    public double[] BasePrice = [];

    /// <summary>Makes room for so many contracts.</summary>
    public void Reserve(int contracts)
    {
        int padded = Padded.Length(contracts);
        if (Sign.Length < padded)
        {
            Sign = Padded.Pinned<double>(padded);
            Valid = new double[padded];
            LogMoneyness = new double[padded];
            BasePrice = new double[padded];
        }
    }

    // By kind; the last stands for every value that is no kind.
    private static ReadOnlySpan<double> Signs => [1.0, -1.0, 0.0, 2.0];

    /// <summary>+1, −1, 0 for call, put, linear; 2, which is outside the domain, for what is none of them.</summary>
    public static double SignOf(PayoffKind kind) => Signs[Math.Min((int)kind, Signs.Length - 1)];

    /// <summary>Signs of contracts [from, to).</summary>
    public static void FillSigns(ReadOnlySpan<PayoffKind> kinds, Span<double> signs)
    {
        for (int i = 0; i < kinds.Length; i++)
        {
            signs[i] = SignOf(kinds[i]);
        }
    }
}
