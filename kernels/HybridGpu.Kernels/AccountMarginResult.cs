using System;

namespace HybridGpu.Kernels;

/// <summary>Every account's value and worst scenarios per risk class.</summary>
/// <remarks>
/// Shape: per account, or [account · RiskClassCount + class]. Units: micro-USD. The worst is the minimum over columns
/// of Σ quantity·cell, positive when every column gains; zero, column 0, where the account has no position. Of equal
/// columns the lowest counts. Owned and reused by the caller.
/// </remarks>
public sealed class AccountMarginResult
{
    /// <summary>Σ quantity·mark.</summary>
    public readonly long[] MarkValue;

    /// <summary>The worst over the settlement grid, columns 0 to 15.</summary>
    public readonly long[] WorstGrid;

    /// <summary>Its column.</summary>
    public readonly byte[] WorstGridColumn;

    /// <summary>The worst over all 64 columns.</summary>
    public readonly long[] WorstAll;

    /// <summary>Its column.</summary>
    public readonly byte[] WorstAllColumn;

    /// <summary>Allocates room for so many accounts and risk classes.</summary>
    public AccountMarginResult(int accountCapacity, int riskClassCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accountCapacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(riskClassCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(riskClassCount, KernelLimits.MaxRiskClasses);
        int cells = checked(accountCapacity * riskClassCount);
        RiskClassCount = riskClassCount;
        MarkValue = new long[accountCapacity];
        WorstGrid = new long[cells];
        WorstGridColumn = new byte[cells];
        WorstAll = new long[cells];
        WorstAllColumn = new byte[cells];
    }

    /// <summary>The most accounts that fit.</summary>
    public int AccountCapacity => MarkValue.Length;

    /// <summary>Risk classes (underlyings), U.</summary>
    public int RiskClassCount { get; }
}
