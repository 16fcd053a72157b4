using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Money;
using HybridGpu.Kernels;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;

namespace HybridGpu.Risk.Tick;

/// <summary>Turns kernel results into the snapshot's tables. The margin rule stands here, in integers.</summary>
internal static class SnapshotTables
{
    /// <summary>Maintenance margin as a share of the settlement grid's worst loss.</summary>
    private const int MaintenanceNumerator = 4, MaintenanceDenominator = 5;

    private const long NanoPerUnit = 1_000_000_000;

    /// <summary>Marks and Greeks of the contracts priced.</summary>
    public static ContractRisk[] Contracts(
        RiskInputs inputs, ReadOnlySpan<InstrumentId> instruments, RiskArrayBuilder builder)
    {
        var contracts = new ContractRisk[instruments.Length];
        GreekColumns greeks = builder.Greeks;
        int input = 0;
        for (int row = 0; row < contracts.Length; row++)
        {
            while (inputs.Contracts[input].Instrument != instruments[row])
            {
                input++;
            }

            long forward = builder.ForwardMicros[row];
            contracts[row] = new ContractRisk
            {
                Instrument = instruments[row],
                Underlying = inputs.Underlyings[builder.RiskClasses[row]].Underlying,
                AreGreeksSaturated = (greeks.Status[row] & ContractStatus.GreekSaturated) != 0,
                VolNano = inputs.Contracts[input].VolNano,
                ForwardMicros = forward,
                MarkMicros = builder.Grid.Marks[row],
                DeltaNano = greeks.Delta[row],
                DeltaUsdMicros = DivideHalfToEven((Int128)greeks.Delta[row] * forward, NanoPerUnit),
                GammaFemto = greeks.Gamma[row],
                VegaNano = greeks.Vega[row],
                ThetaNano = greeks.Theta[row],
                RhoNano = greeks.Rho[row],
            };
        }

        return contracts;
    }

    /// <summary>Every account's numbers, per underlying and in all.</summary>
    public static (AccountRisk[] Accounts, UnderlyingRisk[] ByUnderlying) Accounts(
        AccountMargins margins, ReadOnlySpan<UnderlyingInput> underlyings, ReadOnlySpan<byte> riskClasses,
        ReadOnlySpan<ContractRisk> contracts)
    {
        PositionTable table = margins.Table;
        int classCount = underlyings.Length;
        var accounts = new AccountRisk[table.Accounts.Length];
        var byUnderlying = new UnderlyingRisk[accounts.Length * classCount];
        Span<GreekSums> greeks = stackalloc GreekSums[UnderlyingId.Capacity];
        for (int a = 0; a < accounts.Length; a++)
        {
            SumGreeks(margins.Columns, a, riskClasses, contracts, greeks[..classCount]);
            Span<UnderlyingRisk> own = byUnderlying.AsSpan(a * classCount, classCount);
            for (int u = 0; u < classCount; u++)
            {
                own[u] = Underlying(margins.Result, (a * classCount) + u, underlyings[u].Underlying, in greeks[u]);
            }

            accounts[a] = Account(margins, a, own, greeks[..classCount]);
        }

        return (accounts, byUnderlying);
    }

    /// <summary>Sums over accounts.</summary>
    public static RiskTotals Totals(ReadOnlySpan<AccountRisk> accounts)
    {
        Int128 equity = 0, initial = 0, maintenance = 0;
        int positions = 0, belowInitial = 0, belowMaintenance = 0, doubtful = 0;
        foreach (ref readonly AccountRisk account in accounts)
        {
            equity += account.EquityMicros;
            initial += account.InitialMarginMicros;
            maintenance += account.MaintenanceMarginMicros;
            positions += account.PositionCount;
            belowInitial += account.HeadroomMicros < 0 ? 1 : 0;
            belowMaintenance += account.IsBelowMaintenance ? 1 : 0;
            doubtful += account.IsIncomplete || account.UnpricedCount > 0 ? 1 : 0;
        }

        return new RiskTotals
        {
            AccountCount = accounts.Length,
            PositionCount = positions,
            BelowInitialCount = belowInitial,
            BelowMaintenanceCount = belowMaintenance,
            DoubtfulCount = doubtful,
            EquityMicros = GreekSums.Saturate(equity),
            InitialMarginMicros = GreekSums.Saturate(initial),
            MaintenanceMarginMicros = GreekSums.Saturate(maintenance),
        };
    }

    private static void SumGreeks(
        PositionColumns positions, int account, ReadOnlySpan<byte> riskClasses, ReadOnlySpan<ContractRisk> contracts,
        Span<GreekSums> sums)
    {
        sums.Clear();
        for (int i = positions.AccountStart[account]; i < positions.AccountStart[account + 1]; i++)
        {
            int row = positions.ContractIndex[i];
            sums[riskClasses[row]].Add(in contracts[row], positions.Quantity[i]);
        }
    }

    private static UnderlyingRisk Underlying(
        AccountMarginResult result, int cell, UnderlyingId underlying, in GreekSums greeks) => new()
        {
            Underlying = underlying,
            GridLossMicros = LossOf(result.WorstGrid[cell]),
            LossMicros = LossOf(result.WorstAll[cell]),
            GridColumn = result.WorstGridColumn[cell],
            Column = result.WorstAllColumn[cell],
            DeltaNano = GreekSums.Saturate(greeks.Delta),
            GammaFemto = GreekSums.Saturate(greeks.Gamma),
            VegaNano = GreekSums.Saturate(greeks.Vega),
            ThetaNano = GreekSums.Saturate(greeks.Theta),
            RhoNano = GreekSums.Saturate(greeks.Rho),
        };

    private static AccountRisk Account(
        AccountMargins margins, int a, ReadOnlySpan<UnderlyingRisk> own, ReadOnlySpan<GreekSums> greeks)
    {
        PositionTable table = margins.Table;
        GreekSums sums = default;
        long initial = 0, grid = 0, largest = -1;
        byte worstColumn = 0;
        for (int u = 0; u < own.Length; u++)
        {
            // No netting between underlyings: a gain in one never pays for a loss in another.
            initial = checked(initial + own[u].LossMicros);
            grid = checked(grid + own[u].GridLossMicros);
            if (own[u].LossMicros > largest)
            {
                (largest, worstColumn) = (own[u].LossMicros, own[u].Column);
            }

            sums.Add(in greeks[u]);
        }

        long markValue = margins.Result.MarkValue[a];
        long equity = checked(table.CashMicros[a] - table.FeesMicros[a] + markValue);
        return new AccountRisk
        {
            Account = table.Accounts[a],
            CashMicros = table.CashMicros[a],
            FeesMicros = table.FeesMicros[a],
            MarkValueMicros = markValue,
            EquityMicros = equity,
            InitialMarginMicros = initial,
            MaintenanceMarginMicros = Micros.ScaleRoundedUp(grid, MaintenanceNumerator, MaintenanceDenominator),
            HeadroomMicros = checked(equity - initial),
            DeltaUsdMicros = GreekSums.Saturate(sums.DeltaUsd),
            VegaNano = GreekSums.Saturate(sums.Vega),
            ThetaNano = GreekSums.Saturate(sums.Theta),
            WorstColumn = worstColumn,
            PositionCount = table.Start[a + 1] - table.Start[a],
            UnpricedCount = margins.Unpriced[a],
            IsIncomplete = table.IsIncomplete[a],
        };
    }

    private static long LossOf(long worst) => worst < 0 ? -worst : 0;

    private static long DivideHalfToEven(Int128 numerator, long denominator)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(Int128.Abs(numerator), denominator);
        Int128 twice = remainder * 2;
        quotient += twice > denominator || (twice == denominator && Int128.IsOddInteger(quotient)) ? 1 : 0;
        return GreekSums.Saturate(numerator < 0 ? -quotient : quotient);
    }
}
