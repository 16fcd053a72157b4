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
    private const long NanoPerMicro = 1_000;
    private const long NanoVolPerPoint = 10_000_000;

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
            long width = inputs.Surfaces[(int)inputs.Contracts[input].ExpiryRow].WidthNano;
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
                ConfidenceNano = DivideUp(Int128.Abs(greeks.Vega[row]) * width, NanoVolPerPoint),
                ThetaNano = greeks.Theta[row],
                RhoNano = greeks.Rho[row],
            };
        }

        return contracts;
    }

    /// <summary>The surfaces behind the contracts: of each expiry for which one is known or was tried.</summary>
    public static ExpirySurface[] Surfaces(RiskInputs inputs)
    {
        int count = 0;
        foreach (ref readonly ExpirySurface surface in inputs.Surfaces)
        {
            count += surface.ExpiryNs != 0 ? 1 : 0;
        }

        var surfaces = new ExpirySurface[count];
        count = 0;
        foreach (ref readonly ExpirySurface surface in inputs.Surfaces)
        {
            if (surface.ExpiryNs != 0)
            {
                surfaces[count++] = surface;
            }
        }

        return surfaces;
    }

    /// <summary>Every account's numbers, per underlying and in all.</summary>
    public static (AccountRisk[] Accounts, UnderlyingRisk[] ByUnderlying) Accounts(
        AccountMargins margins, ReadOnlySpan<UnderlyingInput> underlyings, GreekRows greekRows)
    {
        AccountTable table = margins.Table;
        int classCount = underlyings.Length;
        AccountRisk[] accounts = GC.AllocateUninitializedArray<AccountRisk>(table.KnownCount);
        UnderlyingRisk[] byUnderlying =
            GC.AllocateUninitializedArray<UnderlyingRisk>(accounts.Length * classCount);
        Span<GreekSums> greeks = stackalloc GreekSums[UnderlyingId.Capacity];
        int at = 0;
        for (int id = 0; id < table.Balances.Length; id++)
        {
            if (!table.Balances[id].IsKnown)
            {
                continue;
            }

            Span<UnderlyingRisk> own = byUnderlying.AsSpan(at * classCount, classCount);
            for (int u = 0; u < classCount; u++)
            {
                int set = (id * classCount) + u;
                greeks[u] = greekRows.Sum(margins.Columns, set);
                own[u] = Underlying(margins.Result, set, underlyings[u].Underlying, in greeks[u]);
            }

            accounts[at++] = Account(margins, id, own, greeks[..classCount]);
        }

        return (accounts, byUnderlying);
    }

    /// <summary>Sums over accounts.</summary>
    public static RiskTotals Totals(ReadOnlySpan<AccountRisk> accounts)
    {
        Int128 equity = 0, initial = 0, maintenance = 0, confidence = 0;
        int positions = 0, belowInitial = 0, belowMaintenance = 0, doubtful = 0;
        foreach (ref readonly AccountRisk account in accounts)
        {
            equity += account.EquityMicros;
            initial += account.InitialMarginMicros;
            confidence += account.ConfidenceMicros;
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
            ConfidenceMicros = GreekSums.Saturate(confidence),
            MaintenanceMarginMicros = GreekSums.Saturate(maintenance),
        };
    }

    private static UnderlyingRisk Underlying(
        MarginResult result, int set, UnderlyingId underlying, in GreekSums greeks) => new()
        {
            Underlying = underlying,
            GridLossMicros = LossOf(result.WorstGrid[set]),
            LossMicros = LossOf(result.WorstAll[set]),
            GridColumn = result.WorstGridColumn[set],
            Column = result.WorstAllColumn[set],
            DeltaNano = GreekSums.Saturate(greeks.Delta),
            GammaFemto = GreekSums.Saturate(greeks.Gamma),
            VegaNano = GreekSums.Saturate(greeks.Vega),
            ThetaNano = GreekSums.Saturate(greeks.Theta),
            RhoNano = GreekSums.Saturate(greeks.Rho),
        };

    private static AccountRisk Account(
        AccountMargins margins, int id, ReadOnlySpan<UnderlyingRisk> own, ReadOnlySpan<GreekSums> greeks)
    {
        ref readonly AccountBalance balance = ref margins.Table.Balances[id];
        GreekSums sums = default;
        long loss = 0, grid = 0, largest = -1, markValue = 0;
        byte worstColumn = 0;
        for (int u = 0; u < own.Length; u++)
        {
            // No netting between underlyings: a gain in one never pays for a loss in another.
            loss = checked(loss + own[u].LossMicros);
            grid = checked(grid + own[u].GridLossMicros);
            markValue = checked(markValue + margins.Result.MarkValue[(id * own.Length) + u]);
            if (own[u].LossMicros > largest)
            {
                (largest, worstColumn) = (own[u].LossMicros, own[u].Column);
            }

            sums.Add(in greeks[u]);
        }

        long equity = checked(balance.CashMicros - balance.FeesMicros + markValue);

        // The charge has no bound of its own, unlike the cells: it stands at a long's rather than stop the tick.
        long confidence = DivideUp(sums.Confidence, NanoPerMicro);
        long initial = GreekSums.Saturate((Int128)loss + confidence);
        return new AccountRisk
        {
            Account = new AccountId((uint)id),
            CashMicros = balance.CashMicros,
            FeesMicros = balance.FeesMicros,
            MarkValueMicros = markValue,
            EquityMicros = equity,
            InitialMarginMicros = initial,
            ConfidenceMicros = confidence,
            MaintenanceMarginMicros = Micros.ScaleRoundedUp(grid, MaintenanceNumerator, MaintenanceDenominator),
            HeadroomMicros = GreekSums.Saturate((Int128)equity - initial),
            DeltaUsdMicros = GreekSums.Saturate(sums.DeltaUsd),
            VegaNano = GreekSums.Saturate(sums.Vega),
            ThetaNano = GreekSums.Saturate(sums.Theta),
            WorstColumn = worstColumn,
            PositionCount = balance.PositionCount,
            UnpricedCount = balance.UnpricedCount,
            IsIncomplete = balance.IsIncomplete,
        };
    }

    private static long LossOf(long worst) => worst < 0 ? -worst : 0;

    private static long DivideUp(Int128 numerator, long denominator) =>
        GreekSums.Saturate((numerator + denominator - 1) / denominator);

    private static long DivideHalfToEven(Int128 numerator, long denominator)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(Int128.Abs(numerator), denominator);
        Int128 twice = remainder * 2;
        quotient += twice > denominator || (twice == denominator && Int128.IsOddInteger(quotient)) ? 1 : 0;
        return GreekSums.Saturate(numerator < 0 ? -quotient : quotient);
    }
}
