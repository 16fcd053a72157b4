using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Arrays;

/// <summary>Contracts and shocks as kernel input: integers become the doubles that kernels price with.</summary>
/// <remarks>A row of shocks an expiry, whose weights depend on its underlying's scan range. Reused from tick to tick.
/// Thread: one.</remarks>
internal sealed class KernelInputs(RiskLimits limits, ScenarioSet scenarios)
{
    private const double VolUpShock = 0.50;
    private const double VolDownShock = -0.25;
    private const double NsPerYear = 365.0 * 86_400 * 1e9;
    private const double YearsPerDay = 1.0 / 365;

    private readonly int[] _indexOf = new int[limits.ContractCapacity];

    /// <summary>Kernel input.</summary>
    public ContractColumns Contracts { get; } = new(limits.ContractCapacity);

    /// <summary>Kernel input, a row an expiry of the inputs.</summary>
    public ShockTable Shocks { get; } = new(limits.ExpiryCapacity);

    /// <summary>For each contract, its index in the inputs.</summary>
    public Span<int> IndexOf => _indexOf.AsSpan(0, Contracts.Count);

    /// <summary>Forgets the contracts and fills the shocks.</summary>
    public void Begin(RiskInputs inputs)
    {
        Contracts.Count = 0;
        Shocks.RowCount = inputs.Expiries.Length;
        int underlying = 0;
        for (int row = 0; row < inputs.Expiries.Length; row++)
        {
            ref readonly ExpiryInput expiry = ref inputs.Expiries[row];
            while (inputs.Underlyings[underlying].Underlying != expiry.Underlying)
            {
                underlying++;
            }

            FillShocks(
                row, TimeYears(expiry.ExpiryNs, inputs.MarketNs), inputs.Underlyings[underlying].ScanRangeNano);
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
        Contracts.ShockRow[at] = (int)contract.ExpiryRow;
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
            Shocks.Weight[at] = Quantise.FractionOf(column.WeightNano(scanRangeNano));
        }
    }
}
