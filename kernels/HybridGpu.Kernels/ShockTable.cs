using System;

namespace HybridGpu.Kernels;

/// <summary>Scenarios: what each does to the contracts of each row. Filled by the caller and reused.</summary>
/// <remarks>
/// Shape: [row · ScenarioCount + scenario], row-major. Under a scenario F' = F·spot, σ' = max(floor, σ·vol),
/// T' = max(0, T − shift), and the cell is weight·(P' − P) per lot. A zero floor is no floor. A row with at most four
/// different volatility and time shocks is priced fastest. Thread: one writer, not while a kernel runs.
/// </remarks>
public sealed class ShockTable
{
    /// <summary>Multiplies the forward.</summary>
    public readonly double[] SpotFactor;

    /// <summary>Multiplies the volatility.</summary>
    public readonly double[] VolFactor;

    /// <summary>The shocked volatility is at least this, fraction per √year.</summary>
    public readonly double[] VolFloor;

    /// <summary>How much later it is, years.</summary>
    public readonly double[] TimeShiftYears;

    /// <summary>Multiplies the profit or loss: the dampening of tail scenarios.</summary>
    public readonly double[] Weight;

    private int _rowCount;

    /// <summary>Allocates a table; scenarioCount is a multiple of 8 between 8 and 65,536.</summary>
    public ShockTable(int rowCapacity, int scenarioCount = KernelLimits.ScenarioColumns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCapacity);
        ScenarioGridResult.CheckScenarioCount(scenarioCount);
        RowCapacity = rowCapacity;
        ScenarioCount = scenarioCount;
        int cells = checked(rowCapacity * scenarioCount);
        SpotFactor = Padded.Pinned<double>(cells);
        VolFactor = Padded.Pinned<double>(cells);
        VolFloor = Padded.Pinned<double>(cells);
        TimeShiftYears = Padded.Pinned<double>(cells);
        Weight = Padded.Pinned<double>(cells);
    }

    /// <summary>The most rows that fit.</summary>
    public int RowCapacity { get; }

    /// <summary>Scenarios a row, S.</summary>
    public int ScenarioCount { get; }

    /// <summary>Rows in use.</summary>
    public int RowCount
    {
        get => _rowCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RowCapacity);
            _rowCount = value;
        }
    }
}
