using System;

namespace HybridGpu.Kernels.Grid;

/// <summary>What the grid's first pass leaves for its second: per contract and per shock, computed once.</summary>
/// <remarks>Grows to the largest tick seen and is then reused, so that a steady tick allocates nothing.</remarks>
internal sealed class GridScratch
{
    /// <summary>The row's time shifts are all zero: √T and the discount are the contract's own.</summary>
    public const byte RowUnshifted = 1;

    /// <summary>A shock of the row is outside the domain.</summary>
    public const byte RowBad = 2;

    public double[] Sign = [];
    public double[] Valid = [];
    public double[] LogMoneyness = [];
    public double[] Root = [];
    public double[] Discount = [];
    public double[] BasePrice = [];
    public double[] LogSpot = [];
    public byte[] RowFlags = [];

    /// <summary>Makes room for so many contracts and rows.</summary>
    public void Reserve(int contracts, int rows, int scenarios)
    {
        int padded = Padded.Length(contracts);
        if (Sign.Length < padded)
        {
            Sign = new double[padded];
            Valid = new double[padded];
            LogMoneyness = new double[padded];
            Root = new double[padded];
            Discount = new double[padded];
            BasePrice = new double[padded];
        }

        if (RowFlags.Length < rows)
        {
            RowFlags = new byte[rows];
        }

        if (LogSpot.Length < rows * scenarios)
        {
            LogSpot = new double[rows * scenarios];
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
