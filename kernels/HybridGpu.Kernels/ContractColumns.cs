using System;

namespace HybridGpu.Kernels;

/// <summary>The contracts of a tick as columns, filled by the caller and reused.</summary>
/// <remarks>
/// Shape: every column has <see cref="Capacity"/> elements (padded to <see cref="KernelLimits.Padding"/>); the first
/// <see cref="Count"/> mean something. Thread: one writer, not while a kernel runs.
/// </remarks>
public sealed class ContractColumns
{
    /// <summary>Forward price, USD.</summary>
    public readonly double[] Forward;

    /// <summary>Strike, USD.</summary>
    public readonly double[] Strike;

    /// <summary>Time to expiry, years of 365 × 86,400 s.</summary>
    public readonly double[] TimeYears;

    /// <summary>Volatility, fraction per √year.</summary>
    public readonly double[] Volatility;

    /// <summary>Continuous discount rate, per year.</summary>
    public readonly double[] Rate;

    /// <summary>Lot size in 1e-6 of the underlying: price · LotScale is micro-USD per lot.</summary>
    public readonly double[] LotScale;

    /// <summary>Payoff.</summary>
    public readonly PayoffKind[] Kind;

    /// <summary>The contract's row in the shock table; one row an expiry.</summary>
    public readonly int[] ShockRow;

    private int _count;

    /// <summary>Allocates columns for at least so many contracts.</summary>
    public ContractColumns(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        int padded = Padded.Length(capacity);
        Forward = Padded.Pinned<double>(padded);
        Strike = Padded.Pinned<double>(padded);
        TimeYears = Padded.Pinned<double>(padded);
        Volatility = Padded.Pinned<double>(padded);
        Rate = Padded.Pinned<double>(padded);
        LotScale = Padded.Pinned<double>(padded);
        Kind = Padded.Pinned<PayoffKind>(padded);
        ShockRow = Padded.Pinned<int>(padded);
    }

    /// <summary>The most contracts that fit.</summary>
    public int Capacity => Forward.Length;

    /// <summary>Contracts in use.</summary>
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
}
