using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Engine.Trading;

/// <summary>How an instrument trades: its tick table, price band, fat-finger bound and allocation.</summary>
/// <remarks>Immutable, shared by the instruments of a class. Nothing here allocates.</remarks>
internal sealed class TradingRules
{
    private const long NanosPerUnit = 1_000_000_000;

    /// <summary>Every tick, no band, no bound, price-time.</summary>
    public static readonly TradingRules Default = new(default);

    public TradingRules(in SetTradingRules terms)
    {
        Terms = terms;
    }

    public SetTradingRules Terms { get; }

    public bool HasBand => Terms.BandTicks != 0 || Terms.BandNano != 0;

    /// <summary>Whether terms make sense in themselves.</summary>
    public static bool AreSound(in SetTradingRules terms) =>
        terms.BandTicks >= 0 && terms.BandNano >= 0 && terms.NotionalMaxMicros >= 0 && terms.Step0 >= 0
        && terms.Allocation <= MatchAllocation.TimeProRata
        && RowIsSound(0, terms.From1, terms.Step1)
        && RowIsSound(terms.From1, terms.From2, terms.Step2)
        && RowIsSound(terms.From2, terms.From3, terms.Step3)
        && (terms.From1 != 0 || terms.From2 == 0) && (terms.From2 != 0 || terms.From3 == 0);

    /// <summary>Ticks between two prices at this level.</summary>
    public long StepAt(long priceTicks)
    {
        // A combo's price may be negative: the table goes by its size.
        long size = Math.Abs(priceTicks);
        SetTradingRules terms = Terms;
        if (terms.From3 != 0 && size >= terms.From3)
        {
            return terms.Step3;
        }

        if (terms.From2 != 0 && size >= terms.From2)
        {
            return terms.Step2;
        }

        return terms.From1 != 0 && size >= terms.From1 ? terms.Step1 : Math.Max(1, terms.Step0);
    }

    public bool IsOnTick(long priceTicks) => priceTicks % StepAt(priceTicks) == 0;

    /// <summary>The nearest price on the table that is no better for the other side than this one.</summary>
    public long RoundAway(Side side, long priceTicks)
    {
        // Taken apart so that no sum leaves a long, whatever the step: prices lie within 2^62 either way.
        long step = StepAt(priceTicks);
        long rest = priceTicks % step;
        long down = rest < 0 ? priceTicks - rest - step : priceTicks - rest;
        return side == Side.Buy || down == priceTicks ? down : down + step;
    }

    /// <summary>Worst price that an order of this side may name, by a mark in ticks; the mark's fraction counts for the
    /// order.</summary>
    public long BandLimit(Side side, long markMicros, long tickValue)
    {
        (long floor, long rest) = Math.DivRem(markMicros, tickValue);
        long mark = rest > 0 && side == Side.Buy ? floor + 1 : rest < 0 && side == Side.Sell ? floor - 1 : floor;
        Int128 width = Terms.BandTicks + ((Int128)Math.Abs(mark) * Terms.BandNano / NanosPerUnit);
        Int128 limit = side == Side.Buy ? mark + width : mark - width;
        return (long)Int128.Clamp(limit, long.MinValue + 1, long.MaxValue);
    }

    private static bool RowIsSound(long below, long from, long step) =>
        from == 0 ? step == 0 : from > below && step > 0;
}
