using System;

namespace HybridGpu.Kernels;

/// <summary>Prices of European options on forwards side by side, and the volatilities that they imply.</summary>
/// <remarks>
/// Arrays are longer than <see cref="Count"/> by a padding that a kernel may write to. Fill the inputs, call
/// <see cref="ImpliedVolatilityBatch"/>, read the outputs. Thread: one at a time.
/// </remarks>
public sealed class ImpliedVolatilityColumns
{
    private int _count;

    /// <summary>Columns with room for so many options.</summary>
    public ImpliedVolatilityColumns(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        int length = Padded.Length(capacity);
        Kind = new PayoffKind[length];
        Forward = new double[length];
        Strike = new double[length];
        TimeYears = new double[length];
        Rate = new double[length];
        Price = new double[length];
        Volatility = new double[length];
        Status = new PricingStatus[length];
        Sign = new double[length];
    }

    /// <summary>The most options that fit.</summary>
    public int Capacity => Forward.Length;

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

    /// <summary>Forward, USD.</summary>
    public double[] Forward { get; }

    /// <summary>Strike, USD.</summary>
    public double[] Strike { get; }

    /// <summary>Time to expiry, years.</summary>
    public double[] TimeYears { get; }

    /// <summary>Rate that discounts the price.</summary>
    public double[] Rate { get; }

    /// <summary>Discounted price, USD.</summary>
    public double[] Price { get; }

    /// <summary>Output: volatility per √year; 0 unless the status is Ok.</summary>
    public double[] Volatility { get; }

    /// <summary>Output: the status of each option.</summary>
    public PricingStatus[] Status { get; }

    /// <summary>Room for the signs that the kernel makes of the kinds.</summary>
    internal double[] Sign { get; }
}
