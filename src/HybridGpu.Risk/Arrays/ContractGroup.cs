using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Arrays;

/// <summary>The contracts of one underlying as kernel input: integers become the doubles that kernels price
/// with.</summary>
/// <remarks>One underlying at a time, because a tail column's weight depends on the underlying's scan range and the
/// kernel
/// takes one weight a column. Reused from group to group. Thread: one.</remarks>
internal sealed class ContractGroup(RiskLimits limits, ScenarioSet scenarios)
{
    private const double VolUpShock = 0.50;
    private const double VolDownShock = -0.25;
    private const double NsPerYear = 365.0 * 86_400 * 1e9;
    private const double YearsPerDay = 1.0 / 365;

    private readonly int[] _indexOf = new int[limits.ContractCapacity];
    private int _firstExpiryRow;

    /// <summary>Kernel input.</summary>
    public ContractColumns Contracts { get; } = new(limits.ContractCapacity);

    /// <summary>Kernel input, a row an expiry.</summary>
    public ShockTable Shocks { get; } = new(limits.ExpiryCapacity);

    /// <summary>For each contract of the group, its index in the inputs.</summary>
    public ReadOnlySpan<int> IndexOf => _indexOf.AsSpan(0, Contracts.Count);

    /// <summary>Starts the group of an underlying whose expiries lie at [first, first + count) of the inputs.</summary>
    public void Begin(
        in UnderlyingInput underlying, ReadOnlySpan<ExpiryInput> expiries, int firstExpiryRow, long marketNs)
    {
        Contracts.Count = 0;
        _firstExpiryRow = firstExpiryRow;
        ReadOnlySpan<Scenario> columns = scenarios.Columns;
        for (int s = 0; s < columns.Length; s++)
        {
            Shocks.Weight[s] = Quantise.FractionOf(columns[s].WeightNano(underlying.ScanRangeNano));
        }

        Shocks.RowCount = expiries.Length;
        for (int row = 0; row < expiries.Length; row++)
        {
            FillShocks(row, TimeYears(expiries[row].ExpiryNs, marketNs), underlying.ScanRangeNano);
        }
    }

    /// <summary>Adds a contract.</summary>
    public void Add(int index, in ContractInput contract, in ExpiryInput expiry, in InstrumentSpec spec, long marketNs)
    {
        int at = Contracts.Count;
        _indexOf[at] = index;
        Contracts.Forward[at] = Quantise.UsdOf(expiry.ForwardMicros);
        Contracts.Strike[at] = Quantise.UsdOf(spec.StrikeMicros);
        Contracts.TimeYears[at] = TimeYears(expiry.ExpiryNs, marketNs);
        Contracts.Volatility[at] = Quantise.FractionOf(contract.VolNano);
        Contracts.Rate[at] = Quantise.FractionOf(expiry.RateNano);
        Contracts.LotScale[at] = spec.LotSizeMicros;
        Contracts.Kind[at] = spec.Kind switch
        {
            InstrumentKind.Call => PayoffKind.Call,
            InstrumentKind.Put => PayoffKind.Put,
            _ => PayoffKind.Linear,
        };
        Contracts.ShockRow[at] = (int)contract.ExpiryRow - _firstExpiryRow;
        Contracts.Count = at + 1;
    }

    /// <summary>Time to expiry in years of 365 days; zero for a perpetual, whose price doesn't depend on it.</summary>
    internal static double TimeYears(long expiryNs, long marketNs) =>
        expiryNs == long.MaxValue ? 0 : (expiryNs - marketNs) / NsPerYear;

    private void FillShocks(int row, double timeYears, long scanRangeNano)
    {
        double up = VolShock.PowerRuleFactor(VolUpShock, timeYears);
        double down = VolShock.PowerRuleFactor(VolDownShock, timeYears);
        down = down > 0 ? down : 0;
        ReadOnlySpan<Scenario> columns = scenarios.Columns;
        int at = row * columns.Length;
        for (int s = 0; s < columns.Length; s++, at++)
        {
            ref readonly Scenario column = ref columns[s];
            Shocks.SpotFactor[at] = Quantise.FractionOf(column.SpotFactorNano(scanRangeNano));
            Shocks.VolFactor[at] = column.Vol switch { VolRule.Up => up, VolRule.Down => down, _ => 1 };
            Shocks.VolFloor[at] = 0;
            Shocks.TimeShiftYears[at] = column.DaysPassed * YearsPerDay;
        }
    }
}
