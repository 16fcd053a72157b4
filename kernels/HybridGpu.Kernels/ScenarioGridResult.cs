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
        Marks = Padded.Pinned<long>(padded);
        Cells = Padded.Pinned<int>(checked(padded * scenarioCount));
        Status = Padded.Pinned<ContractStatus>(padded);
    }

    /// <summary>The most contracts that fit.</summary>
    public int Capacity => Marks.Length;

    /// <summary>Scenarios a contract, S.</summary>
    public int ScenarioCount { get; }

    /// <summary>The backend that still has these numbers on its device, and under which count of its grids.</summary>
    internal (object? Backend, long Count) Residence { get; set; }

    /// <summary>Tells that the numbers were changed by hand, so that no backend takes its own copy for them.</summary>
    public void MarkEdited() => Residence = default;

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
