using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Money;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Risk.Tick;

/// <summary>One account's margin after trades that have not happened, from the arrays of a tick.</summary>
/// <remarks>The definition written out (docs/wire.md section 6 and the confidence charge): one account at a time, in
/// checked 128-bit integers. That the tick's own figures come out for no trades is tested. Thread: the risk thread.
/// </remarks>
internal static class MarginWhatIf
{
    private const int GridColumns = 16;

    /// <summary>Answers a question.</summary>
    /// <param name="question">Whose, and what.</param>
    /// <param name="before">The account as this tick found it.</param>
    /// <param name="held">What it holds, by instrument.</param>
    /// <param name="arrays">Marks and cells of this tick.</param>
    /// <param name="contracts">Its contracts, in the arrays' order.</param>
    /// <param name="epoch">The newest epoch.</param>
    public static MarginAnswer Answer(
        MarginQuestion question, in AccountRisk before, Dictionary<InstrumentId, long> held, RiskArrays arrays,
        ReadOnlySpan<ContractRisk> contracts, ulong epoch)
    {
        Int128 equity = before.EquityMicros;
        foreach (SupposedTrade trade in question.Trades)
        {
            int row = arrays.RowOf(trade.Instrument);
            if (row < 0)
            {
                return NotPriced(trade.Instrument);
            }

            equity += (Int128)trade.Lots * (arrays.MarkAt(row) - (trade.PriceMicros ?? arrays.MarkAt(row)));
            held[trade.Instrument] = checked(held.GetValueOrDefault(trade.Instrument) + trade.Lots);
        }

        Span<Int128> sums = stackalloc Int128[UnderlyingId.Capacity * ScenarioColumns.Count];
        sums.Clear();
        Int128 confidenceNano = 0;
        foreach ((InstrumentId instrument, long lots) in held)
        {
            // A held contract that isn't priced counts nowhere, as in the tick; the account says how many there are.
            int row = arrays.RowOf(instrument);
            if (row < 0)
            {
                continue;
            }

            ref readonly ContractRisk contract = ref contracts[row];
            Span<Int128> own = sums.Slice(contract.Underlying.Value * ScenarioColumns.Count, ScenarioColumns.Count);
            ReadOnlySpan<int> cells = arrays.CellsAt(row);
            for (int s = 0; s < own.Length; s++)
            {
                own[s] += (Int128)lots * cells[s];
            }

            confidenceNano += Int128.Abs(lots) * contract.ConfidenceNano;
        }

        return Sum(in before, GreekSums.Saturate(equity), sums, confidenceNano, epoch);
    }

    /// <summary>An answer that there is none.</summary>
    public static MarginAnswer NotPriced(InstrumentId instrument) => new() { IsDone = false, Unpriced = instrument };

    private static MarginAnswer Sum(
        in AccountRisk before, long equity, ReadOnlySpan<Int128> sums, Int128 confidenceNano, ulong epoch)
    {
        Int128 initial = 0, grid = 0, largest = -1;
        byte worst = 0;
        for (int u = 0; u < UnderlyingId.Capacity; u++)
        {
            ReadOnlySpan<Int128> own = sums.Slice(u * ScenarioColumns.Count, ScenarioColumns.Count);
            (Int128 loss, int column) = WorstOf(own);
            initial += loss;
            grid += WorstOf(own[..GridColumns]).Loss;
            if (loss > largest)
            {
                (largest, worst) = (loss, (byte)column);
            }
        }

        const long NanoPerMicro = 1_000;
        Int128 confidence = (confidenceNano + NanoPerMicro - 1) / NanoPerMicro;
        return new MarginAnswer
        {
            IsDone = true,
            Unpriced = InstrumentId.Unassigned,
            Before = before,
            EquityMicros = equity,
            InitialMarginMicros = GreekSums.Saturate(initial + confidence),
            MaintenanceMarginMicros = Micros.ScaleRoundedUp(GreekSums.Saturate(grid), 4, 5),
            WorstColumn = worst,
            Epoch = epoch,
        };
    }

    /// <summary>The largest loss and its first column; 0 where there is none.</summary>
    private static (Int128 Loss, int Column) WorstOf(ReadOnlySpan<Int128> values)
    {
        int column = 0;
        for (int s = 1; s < values.Length; s++)
        {
            column = values[s] < values[column] ? s : column;
        }

        return (Int128.Max(0, -values[column]), column);
    }
}
