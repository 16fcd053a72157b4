using System;

namespace HybridGpu.Kernels;

/// <summary>American options on spots side by side, and their prices. A forward has its rate as its yield.</summary>
/// <remarks>
/// Arrays are padded to <see cref="KernelLimits.Padding"/>; the first <see cref="Count"/> elements mean something. Fill
/// the inputs, call <see cref="AmericanBatch"/>, read the outputs. Thread: one at a time.
/// </remarks>
public sealed class AmericanColumns
{
    private int _count;

    /// <summary>Columns with room for so many options.</summary>
    public AmericanColumns(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        int length = Padded.Length(capacity);
        Kind = new PayoffKind[length];
        Spot = new double[length];
        Strike = new double[length];
        TimeYears = new double[length];
        Volatility = new double[length];
        Rate = new double[length];
        DividendYield = new double[length];
        Price = new double[length];
        Delta = new double[length];
        Gamma = new double[length];
        Status = new PricingStatus[length];
        Sign = new double[length];
    }

    /// <summary>The most options that fit.</summary>
    public int Capacity => Spot.Length;

    /// <summary>Options in use.</summary>
    public int Count
    {
        get => _count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Capacity);
            _count = value;
        }
    }

    /// <summary>Call or put.</summary>
    public PayoffKind[] Kind { get; }

    /// <summary>Spot, USD.</summary>
    public double[] Spot { get; }

    /// <summary>Strike, USD.</summary>
    public double[] Strike { get; }

    /// <summary>Time to expiry, years.</summary>
    public double[] TimeYears { get; }

    /// <summary>Volatility per √year.</summary>
    public double[] Volatility { get; }

    /// <summary>Rate.</summary>
    public double[] Rate { get; }

    /// <summary>What the spot pays away.</summary>
    public double[] DividendYield { get; }

    /// <summary>Output: price, USD; 0 unless the status is Ok.</summary>
    public double[] Price { get; }

    /// <summary>Output: ∂P/∂S.</summary>
    public double[] Delta { get; }

    /// <summary>Output: ∂²P/∂S², per USD.</summary>
    public double[] Gamma { get; }

    /// <summary>Output: the status of each option.</summary>
    public PricingStatus[] Status { get; }

    /// <summary>Room for the signs that the kernel makes of the kinds.</summary>
    internal double[] Sign { get; }
}
