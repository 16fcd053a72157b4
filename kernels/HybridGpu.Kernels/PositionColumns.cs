using System;

namespace HybridGpu.Kernels;

/// <summary>Positions sorted by account (compressed sparse rows), filled by the caller and reused.</summary>
/// <remarks>
/// Positions of account a are [AccountStart[a], AccountStart[a+1]). Any order inside an account is right; grouped by
/// risk class is fastest. Thread: one writer, not while a kernel runs.
/// </remarks>
public sealed class PositionColumns
{
    /// <summary>Where each account's positions begin, and one past the last's end.</summary>
    public readonly int[] AccountStart;

    /// <summary>The contract of each position.</summary>
    public readonly int[] ContractIndex;

    /// <summary>Signed lots of each position.</summary>
    public readonly long[] Quantity;

    private int _accountCount;

    /// <summary>Allocates room for so many accounts and positions.</summary>
    public PositionColumns(int accountCapacity, int positionCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accountCapacity);
        ArgumentOutOfRangeException.ThrowIfNegative(positionCapacity);
        AccountStart = new int[accountCapacity + 1];
        ContractIndex = new int[positionCapacity];
        Quantity = new long[positionCapacity];
    }

    /// <summary>The most accounts that fit.</summary>
    public int AccountCapacity => AccountStart.Length - 1;

    /// <summary>Accounts in use.</summary>
    public int AccountCount
    {
        get => _accountCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, AccountCapacity);
            _accountCount = value;
        }
    }
}
