using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine.Combos;

/// <summary>Finds prices for the legs of a combo that add up to the combo's price exactly.</summary>
internal static class LegPrices
{
    /// <summary>Every leg at its mark, to the nearest tick; the balancing leg takes up what is left. Where that would
    /// leave its range, the other legs give way in order, each as far as it must and can.</summary>
    /// <param name="combo">The combo.</param>
    /// <param name="spec">Its terms.</param>
    /// <param name="arrays">The current epoch, in which the combo is priced.</param>
    /// <param name="priceTicks">Price of the combo in its ticks.</param>
    /// <param name="into">Price of each leg in its ticks.</param>
    /// <returns>False when no prices within the legs' ranges make the price up.</returns>
    public static bool TryFind(
        ComboTerms combo, in InstrumentSpec spec, RiskArrays arrays, long priceTicks, Span<long> into)
    {
        ReadOnlySpan<ListedInstrument> legs = combo.Legs;
        ReadOnlySpan<int> ratios = combo.Ratios;
        ListedInstrument balancing = legs[combo.Balancer];
        long unit = balancing.Spec.TickSizeMicros;
        int sign = ratios[combo.Balancer];
        Int128 rest = (Int128)priceTicks * (spec.TickSizeMicros / unit);
        for (int i = 0; i < legs.Length; i++)
        {
            if (i == combo.Balancer)
            {
                continue;
            }

            long tickValue = legs[i].TickValue;
            long mark = arrays.MarkAt(arrays.RowOf(legs[i].Spec.Id));
            into[i] = Math.Clamp((mark + (tickValue / 2)) / tickValue, 1, legs[i].Spec.PriceTicksMax);
            rest -= (Int128)into[i] * ratios[i] * (legs[i].Spec.TickSizeMicros / unit);
        }

        Int128 balance = rest * sign;
        for (int i = 0; i < legs.Length && !IsWithin(balance, balancing); i++)
        {
            if (i != combo.Balancer)
            {
                balance = GiveWay(legs[i], ratios[i] * sign, unit, balance, balancing, ref into[i]);
            }
        }

        if (!IsWithin(balance, balancing))
        {
            return false;
        }

        into[combo.Balancer] = (long)balance;
        return true;
    }

    private static bool IsWithin(Int128 ticks, ListedInstrument leg) => ticks >= 1 && ticks <= leg.Spec.PriceTicksMax;

    /// <summary>Moves one leg's price so that the balancing leg's comes into its range, or as near as it can.</summary>
    private static Int128 GiveWay(
        ListedInstrument leg, int ratio, long unit, Int128 balance, ListedInstrument balancing, ref long priceTicks)
    {
        // One tick up here is this many ticks of the balancing leg down.
        Int128 perTick = (Int128)ratio * (leg.Spec.TickSizeMicros / unit);
        Int128 missing = balance < 1 ? balance - 1 : balance - balancing.Spec.PriceTicksMax;
        Int128 steps = missing / perTick;
        if (missing % perTick != 0)
        {
            steps += Int128.Sign(missing) * Int128.Sign(perTick);
        }

        long moved = (long)Int128.Clamp(priceTicks + steps, 1, leg.Spec.PriceTicksMax);
        balance -= (moved - priceTicks) * perTick;
        priceTicks = moved;
        return balance;
    }
}
