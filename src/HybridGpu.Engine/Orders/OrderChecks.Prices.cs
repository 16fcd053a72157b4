using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine.Orders;

/// <content>Prices: what a market order may pay, when a stop may wait, and how far from the mark an order may
/// be.</content>
internal sealed partial class OrderChecks
{
    /// <summary>The worst price of a market order: the band's, its own, or the nearer of both.</summary>
    /// <param name="instrument">Listed and priced.</param>
    /// <param name="side">Side of the order.</param>
    /// <param name="ownTicks">The order's own worst price, or 0.</param>
    /// <param name="priceTicks">What came out.</param>
    /// <returns>False when nothing bounds it.</returns>
    public bool TryMarketPrice(ListedInstrument instrument, Side side, long ownTicks, out long priceTicks)
    {
        priceTicks = ownTicks;
        if (!_gate.TryRisk(instrument, out long mark, out _) || (!instrument.Rules.HasBand && ownTicks == 0))
        {
            return false;
        }

        if (instrument.Rules.HasBand)
        {
            long band = instrument.Rules.BandLimit(side, mark, instrument.TickValue);
            bool ownIsNearer = ownTicks != 0 && (side == Side.Buy ? ownTicks < band : ownTicks > band);
            priceTicks = ownIsNearer ? ownTicks : band;
        }

        long lowest = instrument.Combo is null ? 1 : -instrument.Spec.PriceTicksMax;
        priceTicks = instrument.Rules.RoundAway(side, Math.Clamp(priceTicks, lowest, instrument.Spec.PriceTicksMax));
        return IsPriceInRange(instrument, priceTicks);
    }

    /// <summary>The price that a stop waits for can be one, and the mark hasn't reached it.</summary>
    public RejectCode CheckStop(ListedInstrument instrument, Side side, long stopTicks)
    {
        if (!IsPriceInRange(instrument, stopTicks))
        {
            return RejectCode.PriceOutOfRange;
        }

        if (!instrument.Rules.IsOnTick(stopTicks))
        {
            return RejectCode.PriceOffTick;
        }

        if (!_gate.TryRisk(instrument, out long mark, out _))
        {
            return RejectCode.NoRiskArray;
        }

        Int128 stop = (Int128)stopTicks * instrument.TickValue;
        bool isReached = side == Side.Buy ? mark >= stop : mark <= stop;
        return isReached ? RejectCode.StopWouldTrigger : RejectCode.None;
    }

    private RejectCode CheckPrices(ListedInstrument instrument, Account account, in NewOrder order)
    {
        long priceTicks = order.PriceTicks;
        if (order.Type is OrderType.Stop or OrderType.StopLimit)
        {
            RejectCode stop = instrument.State == TradingState.Halt
                ? RejectCode.InstrumentHalted
                : CheckStop(instrument, order.Side, order.StopTicks);
            if (stop != RejectCode.None)
            {
                return stop;
            }

            // The price is held against band and value when the stop is set off: there it counts.
            if (order.Type == OrderType.StopLimit || order.PriceTicks != 0)
            {
                return !IsPriceInRange(instrument, priceTicks) ? RejectCode.PriceOutOfRange
                    : !instrument.Rules.IsOnTick(priceTicks) ? RejectCode.PriceOffTick
                    : CheckSize(instrument, account, order.Lots);
            }

            return CheckSize(instrument, account, order.Lots);
        }

        if (order.Type == OrderType.Market && instrument.State != TradingState.Halt)
        {
            if (!_gate.IsPriced(instrument))
            {
                return RejectCode.NoRiskArray;
            }

            if (order.PriceTicks != 0 && !IsPriceInRange(instrument, order.PriceTicks))
            {
                return RejectCode.PriceOutOfRange;
            }

            if (!TryMarketPrice(instrument, order.Side, order.PriceTicks, out priceTicks))
            {
                return RejectCode.NoPriceForMarket;
            }
        }

        return CheckTerms(instrument, account, order.Side, priceTicks, order.Lots);
    }

    private RejectCode CheckAgainstMark(
        ListedInstrument instrument, Account account, Side side, long priceTicks, long lots)
    {
        if (!_gate.TryRisk(instrument, out long mark, out _))
        {
            return RejectCode.NoRiskArray;
        }

        if (instrument.Rules.HasBand)
        {
            long limit = instrument.Rules.BandLimit(side, mark, instrument.TickValue);
            if (side == Side.Buy ? priceTicks > limit : priceTicks < limit)
            {
                return RejectCode.PriceOutsideBand;
            }
        }

        long value = Math.Abs(Micros.Value(priceTicks, lots, instrument.TickValue));
        if (IsAbove(value, instrument.Rules.Terms.NotionalMaxMicros)
            || IsAbove(value, account.Limits.OrderNotionalMaxMicros))
        {
            return RejectCode.NotionalTooLarge;
        }

        return instrument.State == TradingState.ReduceOnly
            && !_gate.LiesWithinPosition(account, instrument.Spec.Id, side, lots)
            ? RejectCode.ReduceOnlyState
            : RejectCode.None;
    }

    private static bool IsAbove(long value, long max) => max > 0 && value > max;
}
