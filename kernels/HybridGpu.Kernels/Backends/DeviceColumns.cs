using System;
using HybridGpu.Kernels.Grid;
using ILGPU;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>The device side of every column, and the copies between the two.</summary>
internal sealed class DeviceColumns : IDisposable
{
    private readonly DeviceBuffer<double>[] _doubles = new DeviceBuffer<double>[13];
    private readonly DeviceBuffer<long>[] _longs = new DeviceBuffer<long>[11];
    private readonly DeviceBuffer<int>[] _ints = new DeviceBuffer<int>[8];
    private readonly DeviceBuffer<byte>[] _bytes = new DeviceBuffer<byte>[3];
    private double[] _signs = [];
    private int[] _status = [];
    private byte[] _riskClasses = [];

    /// <summary>Empty columns; they grow with the first tick.</summary>
    public DeviceColumns(Accelerator accelerator)
    {
        Fill(_doubles, accelerator);
        Fill(_longs, accelerator);
        Fill(_ints, accelerator);
        Fill(_bytes, accelerator);
    }

    /// <summary>Contracts to the device.</summary>
    public ContractViews Upload(ContractColumns contracts)
    {
        int count = contracts.Count;
        Grow(ref _signs, count);
        GridScratch.FillSigns(contracts.Kind.AsSpan(0, count), _signs);
        return new ContractViews
        {
            Sign = _doubles[0].Upload(_signs, count),
            Forward = _doubles[1].Upload(contracts.Forward, count),
            Strike = _doubles[2].Upload(contracts.Strike, count),
            TimeYears = _doubles[3].Upload(contracts.TimeYears, count),
            Volatility = _doubles[4].Upload(contracts.Volatility, count),
            Rate = _doubles[5].Upload(contracts.Rate, count),
            LotScale = _doubles[6].Upload(contracts.LotScale, count),
            ShockRow = _ints[0].Upload(contracts.ShockRow, count),
        };
    }

    /// <summary>Shocks to the device.</summary>
    public ShockViews Upload(ShockTable shocks)
    {
        int cells = shocks.RowCount * shocks.ScenarioCount;
        ArrayView<int> rowBad = _ints[1].Reserve(Math.Max(1, shocks.RowCount));
        rowBad.MemSetToZero();
        return new ShockViews
        {
            RowCount = shocks.RowCount,
            ScenarioCount = shocks.ScenarioCount,
            SpotFactor = _doubles[7].Upload(shocks.SpotFactor, cells),
            VolFactor = _doubles[8].Upload(shocks.VolFactor, cells),
            VolFloor = _doubles[9].Upload(shocks.VolFloor, cells),
            TimeShiftYears = _doubles[10].Upload(shocks.TimeShiftYears, cells),
            Weight = _doubles[11].Upload(shocks.Weight, shocks.ScenarioCount),
            RowBad = rowBad,
        };
    }

    /// <summary>Positions and the grid to the device, and room for the margin.</summary>
    public MarginViews Upload(
        PositionColumns positions, ReadOnlySpan<byte> riskClassOfContract, ScenarioGridResult grid,
        AccountMarginResult result)
    {
        int accounts = positions.AccountCount;
        int positionCount = positions.AccountStart[accounts];
        int contracts = riskClassOfContract.Length;
        int cells = accounts * result.RiskClassCount;
        Grow(ref _riskClasses, contracts);
        riskClassOfContract.CopyTo(_riskClasses);
        return new MarginViews
        {
            RiskClassCount = result.RiskClassCount,
            AccountStart = _ints[2].Upload(positions.AccountStart, accounts + 1),
            ContractIndex = _ints[3].Upload(positions.ContractIndex, positionCount),
            Cells = _ints[4].Upload(grid.Cells, contracts * KernelLimits.ScenarioColumns),
            RiskClass = _bytes[0].Upload(_riskClasses, contracts),
            WorstGridColumn = _bytes[1].Reserve(cells),
            WorstAllColumn = _bytes[2].Reserve(cells),
            Quantity = _longs[0].Upload(positions.Quantity, positionCount),
            Marks = _longs[1].Upload(grid.Marks, contracts),
            MarkValue = _longs[2].Reserve(accounts),
            WorstGrid = _longs[3].Reserve(cells),
            WorstAll = _longs[4].Reserve(cells),
        };
    }

    /// <summary>Room for a grid.</summary>
    public GridViews Reserve(int contracts, int scenarios) => new()
    {
        BasePrice = _doubles[12].Reserve(contracts),
        Marks = _longs[5].Reserve(contracts),
        Cells = _ints[5].Reserve(checked(contracts * scenarios)),
        Status = _ints[6].Reserve(contracts),
    };

    /// <summary>Room for Greeks.</summary>
    public GreekViews ReserveGreeks(int contracts) => new()
    {
        Delta = _longs[6].Reserve(contracts),
        Gamma = _longs[7].Reserve(contracts),
        Vega = _longs[8].Reserve(contracts),
        Theta = _longs[9].Reserve(contracts),
        Rho = _longs[10].Reserve(contracts),
        Status = _ints[7].Reserve(contracts),
    };

    /// <summary>A grid from the device.</summary>
    public void Download(ScenarioGridResult result, int contracts, int scenarios)
    {
        _longs[5].Download(result.Marks, contracts);
        _ints[5].Download(result.Cells, contracts * scenarios);
        DownloadStatus(_ints[6], result.Status, contracts);
    }

    /// <summary>Greeks from the device.</summary>
    public void Download(GreekColumns result, int contracts)
    {
        _longs[6].Download(result.Delta, contracts);
        _longs[7].Download(result.Gamma, contracts);
        _longs[8].Download(result.Vega, contracts);
        _longs[9].Download(result.Theta, contracts);
        _longs[10].Download(result.Rho, contracts);
        DownloadStatus(_ints[7], result.Status, contracts);
    }

    /// <summary>Margin from the device.</summary>
    public void Download(AccountMarginResult result, int accounts)
    {
        int cells = accounts * result.RiskClassCount;
        _longs[2].Download(result.MarkValue, accounts);
        _longs[3].Download(result.WorstGrid, cells);
        _longs[4].Download(result.WorstAll, cells);
        _bytes[1].Download(result.WorstGridColumn, cells);
        _bytes[2].Download(result.WorstAllColumn, cells);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DisposeAll(_doubles);
        DisposeAll(_longs);
        DisposeAll(_ints);
        DisposeAll(_bytes);
    }

    private static void Fill<T>(DeviceBuffer<T>[] buffers, Accelerator accelerator)
        where T : unmanaged
    {
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new DeviceBuffer<T>(accelerator);
        }
    }

    private static void DisposeAll<T>(DeviceBuffer<T>[] buffers)
        where T : unmanaged
    {
        foreach (DeviceBuffer<T> buffer in buffers)
        {
            buffer.Dispose();
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }

    private void DownloadStatus(DeviceBuffer<int> buffer, ContractStatus[] target, int count)
    {
        Grow(ref _status, count);
        buffer.Download(_status, count);
        for (int i = 0; i < count; i++)
        {
            target[i] = (ContractStatus)_status[i];
        }
    }
}
