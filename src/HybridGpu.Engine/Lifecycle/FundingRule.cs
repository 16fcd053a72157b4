using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>The arithmetic of a perpetual's funding: premium, damper, cap, amount a lot. Integers only.</summary>
/// <remarks>
/// Source: Deribit, "Inverse Perpetual", Funding Rate: premium = (mark - index) / index; rate = max(0.025 %, premium) +
/// min(-0.025 %, premium), that is what lies beyond the damper; at most 0.5 % either side for 8 hours; payment = rate x
/// position x time / 8 hours. Frozen in docs/wire.md (ApplyFunding).
/// Overflow: rate below 2^23, index x lot below 2^52, accrued time below 2^47: a sum stays below 2^122.
/// </remarks>
internal static class FundingRule
{
    /// <summary>The period to which a rate refers, in ns of market time.</summary>
    public const long PeriodNs = 8 * 3_600 * 1_000_000_000L;

    /// <summary>Most market time that accrues between two payments, in ns.</summary>
    public const long AccruedNsMax = 24 * 3_600 * 1_000_000_000L;

    /// <summary>A premium up to this much either side costs nothing, in 1e-9.</summary>
    public const long DamperNano = 250_000;

    /// <summary>The highest rate for a period either side, in 1e-9.</summary>
    public const long CapNano = 5_000_000;

    private const long NanoPerUnit = 1_000_000_000;

    /// <summary>What index x lot counts as, in micro-USD with 6 more decimals: at most the bound on a lot.</summary>
    public static Int128 NotionalScaled(long indexMicros, long lotSizeMicros) => Int128.Min(
        (Int128)indexMicros * lotSizeMicros, (Int128)InstrumentSpec.LotNotionalBoundMicros * Micros.PerUnit);

    /// <summary>The rate that a mark and an index give, in 1e-9 for <see cref="PeriodNs"/>.</summary>
    /// <param name="markMicros">Mark of one lot in micro-USD.</param>
    /// <param name="indexMicros">Index of one unit in micro-USD, positive.</param>
    /// <param name="lotSizeMicros">Lot in 1e-6 of the unit, positive.</param>
    public static long RateNano(long markMicros, long indexMicros, long lotSizeMicros)
    {
        Int128 index = (Int128)indexMicros * lotSizeMicros;
        Int128 difference = ((Int128)markMicros * Micros.PerUnit) - index;
        // Beyond the index's own size a premium is past the cap anyway. So the product below stays within 2^126: an
        // index is below 2^47 and a listed lot below 2^49.
        if (difference >= index || difference <= -index)
        {
            return difference > 0 ? CapNano : -CapNano;
        }

        long premium = (long)(difference * NanoPerUnit / index);
        long rate = Math.Max(DamperNano, premium) + Math.Min(-DamperNano, premium);
        return Math.Clamp(rate, -CapNano, CapNano);
    }

    /// <summary>What a long pays a short for one lot, in 1e-6 micro-USD, from the accrued sum of rate x notional x ns;
    /// rounded towards zero.</summary>
    public static long AmountPerLotPico(Int128 accrued) => (long)(accrued / ((Int128)NanoPerUnit * PeriodNs));

    /// <summary>What an account receives for its lots (negative: pays), in micro-USD, rounded down.</summary>
    /// <exception cref="OverflowException">It leaves a long: bounds on lots make this a bug.</exception>
    public static long CashMicros(long lots, long amountPerLotPico) =>
        Micros.DivideRoundedDown(-((Int128)lots * amountPerLotPico), Micros.PerUnit);
}
