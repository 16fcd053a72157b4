using System;

namespace HybridGpu.Kernels;

/// <summary>What the batches of options have in common: the contract's columns, the room and the statuses.</summary>
/// <remarks>
/// Arrays are padded to <see cref="KernelLimits.Padding"/>, and a kernel may write to the padding; the first
/// <see cref="Count"/> elements mean something. Fill the inputs, call the batch, read the outputs. Thread: one at a
/// time.
/// </remarks>
public abstract class OptionColumns
{
    private int _count;

    /// <summary>Columns with room for so many options.</summary>
    private protected OptionColumns(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        int length = Padded.Length(capacity);
        Kind = new PayoffKind[length];
        Strike = new double[length];
        TimeYears = new double[length];
        Rate = new double[length];
        Status = new PricingStatus[length];
        Sign = new double[length];
    }

    /// <summary>The most options that fit.</summary>
    public int Capacity => Kind.Length;

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

    /// <summary>Strike, USD.</summary>
    public double[] Strike { get; }

    /// <summary>Time to expiry, years.</summary>
    public double[] TimeYears { get; }

    /// <summary>Rate that discounts, and that a spot grows by.</summary>
    public double[] Rate { get; }

    /// <summary>Output: the status of each option.</summary>
    public PricingStatus[] Status { get; }

    /// <summary>Room for the signs that the kernel makes of the kinds.</summary>
    internal double[] Sign { get; }

    /// <summary>A column of the padded length.</summary>
    private protected double[] NewColumn() => new double[Capacity];
}
