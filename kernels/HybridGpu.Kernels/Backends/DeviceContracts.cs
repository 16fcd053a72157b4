using System;
using HybridGpu.Kernels.Grid;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>Contracts, shocks, the grid and the Greeks on a device, and the copies from and to the columns.</summary>
internal sealed class DeviceContracts(Accelerator accelerator, PageLocks locks) : IDisposable
{
    private readonly DeviceBuffer<double> _sign = new(accelerator, locks);
    private readonly DeviceBuffer<double> _forward = new(accelerator, locks);
    private readonly DeviceBuffer<double> _strike = new(accelerator, locks);
    private readonly DeviceBuffer<double> _timeYears = new(accelerator, locks);
    private readonly DeviceBuffer<double> _volatility = new(accelerator, locks);
    private readonly DeviceBuffer<double> _rate = new(accelerator, locks);
    private readonly DeviceBuffer<double> _lotScale = new(accelerator, locks);
    private readonly DeviceBuffer<int> _shockRow = new(accelerator, locks);
    private readonly DeviceBuffer<double> _spotFactor = new(accelerator, locks);
    private readonly DeviceBuffer<double> _volFactor = new(accelerator, locks);
    private readonly DeviceBuffer<double> _volFloor = new(accelerator, locks);
    private readonly DeviceBuffer<double> _timeShift = new(accelerator, locks);
    private readonly DeviceBuffer<double> _weight = new(accelerator, locks);
    private readonly DeviceBuffer<double> _logSpot = new(accelerator, locks);
    private readonly DeviceBuffer<int> _slotOf = new(accelerator, locks);
    private readonly DeviceBuffer<double> _slotVolFactor = new(accelerator, locks);
    private readonly DeviceBuffer<double> _slotVolFloor = new(accelerator, locks);
    private readonly DeviceBuffer<double> _slotTimeShift = new(accelerator, locks);
    private readonly DeviceBuffer<byte> _rowFlags = new(accelerator, locks);
    private readonly DeviceBuffer<double> _logMoneyness = new(accelerator, locks);
    private readonly DeviceBuffer<double> _basePrice = new(accelerator, locks);
    private readonly DeviceBuffer<double> _slotVol = new(accelerator, locks);
    private readonly DeviceBuffer<double> _slotInverse = new(accelerator, locks);
    private readonly DeviceBuffer<double> _slotDiscount = new(accelerator, locks);
    private readonly DeviceBuffer<long> _marks = new(accelerator, locks);
    private readonly DeviceBuffer<int> _cells = new(accelerator, locks);
    private readonly DeviceBuffer<int> _gridStatus = new(accelerator, locks);
    private readonly DeviceBuffer<long> _delta = new(accelerator, locks);
    private readonly DeviceBuffer<long> _gamma = new(accelerator, locks);
    private readonly DeviceBuffer<long> _vega = new(accelerator, locks);
    private readonly DeviceBuffer<long> _theta = new(accelerator, locks);
    private readonly DeviceBuffer<long> _rho = new(accelerator, locks);
    private readonly DeviceBuffer<int> _greekStatus = new(accelerator, locks);
    private double[] _signs = [];
    private int[] _slots = [];

    /// <summary>Begins to copy contracts to the device.</summary>
    public ContractViews Upload(ContractColumns contracts)
    {
        int count = contracts.Count;
        if (_signs.Length < count)
        {
            _signs = Padded.Pinned<double>(contracts.Capacity);
        }

        GridScratch.FillSigns(contracts.Kind.AsSpan(0, count), _signs);
        return new ContractViews
        {
            Sign = _sign.Upload(_signs, count),
            Forward = _forward.Upload(contracts.Forward, count),
            Strike = _strike.Upload(contracts.Strike, count),
            TimeYears = _timeYears.Upload(contracts.TimeYears, count),
            Volatility = _volatility.Upload(contracts.Volatility, count),
            Rate = _rate.Upload(contracts.Rate, count),
            LotScale = _lotScale.Upload(contracts.LotScale, count),
            ShockRow = _shockRow.Upload(contracts.ShockRow, count),
        };
    }

    /// <summary>Begins to copy shocks and their plan to the device.</summary>
    public ShockViews Upload(ShockTable shocks, ShockPlan plan)
    {
        int cells = shocks.RowCount * shocks.ScenarioCount;
        int slots = shocks.RowCount * ShockPlan.SlotStride;
        if (_slots.Length < cells)
        {
            _slots = Padded.Pinned<int>(cells);
        }

        for (int i = 0; i < cells; i++)
        {
            _slots[i] = (int)plan.SlotOf[i];
        }

        return new ShockViews
        {
            RowCount = shocks.RowCount,
            ScenarioCount = shocks.ScenarioCount,
            SpotFactor = _spotFactor.Upload(shocks.SpotFactor, cells),
            VolFactor = _volFactor.Upload(shocks.VolFactor, cells),
            VolFloor = _volFloor.Upload(shocks.VolFloor, cells),
            TimeShiftYears = _timeShift.Upload(shocks.TimeShiftYears, cells),
            Weight = _weight.Upload(shocks.Weight, cells),
            LogSpot = _logSpot.Upload(plan.LogSpot, cells),
            SlotOf = _slotOf.Upload(_slots, cells),
            SlotVolFactor = _slotVolFactor.Upload(plan.SlotVolFactor, slots),
            SlotVolFloor = _slotVolFloor.Upload(plan.SlotVolFloor, slots),
            SlotTimeShift = _slotTimeShift.Upload(plan.SlotTimeShift, slots),
            RowFlags = _rowFlags.Upload(plan.RowFlags, shocks.RowCount),
        };
    }

    /// <summary>Room for a grid.</summary>
    public GridViews ReserveGrid(int contracts, int scenarios) => new()
    {
        LogMoneyness = _logMoneyness.Reserve(contracts),
        BasePrice = _basePrice.Reserve(contracts),
        SlotVol = _slotVol.Reserve(checked(contracts * ShockPlan.Slots)),
        SlotInverse = _slotInverse.Reserve(contracts * ShockPlan.Slots),
        SlotDiscount = _slotDiscount.Reserve(contracts * ShockPlan.Slots),
        Marks = _marks.Reserve(contracts),
        Cells = _cells.Reserve(checked(contracts * scenarios)),
        Status = _gridStatus.Reserve(contracts),
    };

    /// <summary>Room for Greeks.</summary>
    public GreekViews ReserveGreeks(int contracts) => new()
    {
        Delta = _delta.Reserve(contracts),
        Gamma = _gamma.Reserve(contracts),
        Vega = _vega.Reserve(contracts),
        Theta = _theta.Reserve(contracts),
        Rho = _rho.Reserve(contracts),
        Status = _greekStatus.Reserve(contracts),
    };

    /// <summary>Begins to copy a grid to the device that was computed elsewhere.</summary>
    public void UploadGrid(ScenarioGridResult grid)
    {
        _marks.Upload(grid.Marks, grid.Capacity);
        _cells.Upload(grid.Cells, grid.Cells.Length);
    }

    /// <summary>Begins to copy a grid from the device.</summary>
    public void Download(ScenarioGridResult result, int contracts, int scenarios)
    {
        _marks.Download(result.Marks, contracts);
        _cells.Download(result.Cells, contracts * scenarios);
        _gridStatus.Download((int[])(object)result.Status, contracts);
    }

    /// <summary>Begins to copy Greeks from the device.</summary>
    public void Download(GreekColumns result, int contracts)
    {
        _delta.Download(result.Delta, contracts);
        _gamma.Download(result.Gamma, contracts);
        _vega.Download(result.Vega, contracts);
        _theta.Download(result.Theta, contracts);
        _rho.Download(result.Rho, contracts);
        _greekStatus.Download((int[])(object)result.Status, contracts);
    }

    /// <summary>The grid as margin reads it.</summary>
    public void AddTo(ref MarginViews margin)
    {
        margin.Cells = _cells.Whole;
        margin.Marks = _marks.Whole;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable buffer in (IDisposable[])
            [
                _sign, _forward, _strike, _timeYears, _volatility, _rate, _lotScale, _shockRow, _spotFactor,
                _volFactor, _volFloor, _timeShift, _weight, _logSpot, _slotOf, _slotVolFactor, _slotVolFloor,
                _slotTimeShift, _rowFlags, _logMoneyness, _basePrice, _slotVol, _slotInverse, _slotDiscount, _marks,
                _cells, _gridStatus, _delta, _gamma, _vega, _theta, _rho, _greekStatus,
            ])
        {
            buffer.Dispose();
        }
    }
}
