using System;

namespace HybridGpu.Kernels;

/// <summary>Marks and risk arrays of a tick: what the engine takes in as integers.</summary>
/// <remarks>
/// Units: micro-USD per lot, rounded half to even. Written by a kernel, owned and reused by the caller.
/// </remarks>
public sealed class ScenarioGridResult
{
    /// <summary>Mark per contract.</summary>
    public readonly long[] Marks;

    /// <summary>
    /// Profit or loss under each scenario: [contract · ScenarioCount + scenario], contract outermost.
    /// </summary>
    public readonly int[] Cells;

    /// <summary>Whether a contract's numbers are good.</summary>
    public readonly ContractStatus[] Status;

    /// <summary>Allocates results for at least so many contracts.</summary>
    public ScenarioGridResult(int contractCapacity, int scenarioCount = KernelLimits.ScenarioColumns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contractCapacity);
        CheckScenarioCount(scenarioCount);
        int padded = Padded.Length(contractCapacity);
        ScenarioCount = scenarioCount;
        Marks = new long[padded];
        Cells = new int[checked(padded * scenarioCount)];
        Status = new ContractStatus[padded];
    }

    /// <summary>The most contracts that fit.</summary>
    public int Capacity => Marks.Length;

    /// <summary>Scenarios a contract, S.</summary>
    public int ScenarioCount { get; }

    internal static void CheckScenarioCount(int scenarioCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarioCount, KernelLimits.Padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scenarioCount, KernelLimits.MaxScenarios);
        if (scenarioCount % KernelLimits.Padding != 0)
        {
            throw new ArgumentException("The number of scenarios is a multiple of 8.", nameof(scenarioCount));
        }
    }
}
