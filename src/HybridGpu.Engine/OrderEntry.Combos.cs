using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Combos;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <content>Combos: they trade in their own book, and against the books of their legs where these give a better price.
/// Every fill is leg-atomic: all legs in one step, or none.</content>
internal sealed partial class OrderEntry
{
    /// <summary>Whether prices of the legs make up a price of the combo.</summary>
    public bool HasLegPrices(ListedInstrument combo, long priceTicks)
    {
        Span<long> prices = stackalloc long[ComboLeg.LegsMax];
        return LegPrices.TryFind(combo.Combo!, combo.Spec, _gate.Arrays!, priceTicks, prices);
    }

    /// <summary>Trades a combo's best resting orders against its legs once.</summary>
    /// <returns>Whether anything traded.</returns>
    public bool TradeResting(ListedInstrument combo) =>
        TradeResting(combo, Side.Buy) || TradeResting(combo, Side.Sell);

    /// <summary>An arriving combo order takes the better of its own book and its legs' again and again; at the same
    /// price its own book comes first.</summary>
    private CancelCause MatchCombo(int handle, ListedInstrument combo)
    {
        OrderRef order = _ledger.Orders[handle];
        if (order.TimeInForce == TimeInForce.FillOrKill)
        {
            // Whole or not at all is promised by one book alone.
            return Match(handle, combo);
        }

        long limit = order.PriceTicks;
        while (order.LeavesLots > 0)
        {
            bool hasLegs = TryImply(order, combo, out ImpliedTrade implied);
            bool hasBook = combo.Book.TryBest(order.Side.Opposite(), out long best, out _)
                && combo.Book.WouldTrade(order.Side, limit);
            if (hasLegs && (!hasBook || IsBetter(order.Side, combo, in implied, best)))
            {
                TakeLegs(handle, combo, in implied);
                continue;
            }

            if (!hasBook)
            {
                break;
            }

            CancelCause cause = MatchUpTo(handle, combo, best);
            if (cause != CancelCause.None)
            {
                return cause;
            }
        }

        return CancelCause.None;
    }

    /// <summary>One price of the combo's own book.</summary>
    private CancelCause MatchUpTo(int handle, ListedInstrument combo, long priceTicks)
    {
        OrderRef order = _ledger.Orders[handle];
        long limit = order.PriceTicks;
        order.PriceTicks = priceTicks;
        var handler = new FillHandler(this, combo);
        combo.Book.Match(handle, ref handler);
        order.PriceTicks = limit;
        return handler.TakerStopped ? CancelCause.SelfTrade : CancelCause.None;
    }

    private bool TradeResting(ListedInstrument combo, Side side)
    {
        int handle = combo.Book.BestHandle(side);
        // A combo expires with the first of its legs, which waits for its settlement and mustn't trade.
        if (handle < 0 || combo.IsCollecting || combo.State != TradingState.Continuous
            || _ledger.MarketNs >= combo.Spec.ExpiryNs
            || _ledger.Orders[handle].ExpiryNs <= _ledger.NowNs
            || !TryImply(_ledger.Orders[handle], combo, out ImpliedTrade implied)
            || !_gate.IsCovered(_ledger.Orders[handle]))
        {
            return false;
        }

        OrderRef order = _ledger.Orders[handle];
        Account account = _ledger.Accounts.Get(order.Account);
        int entry = order.EngineEntry;
        _ledger.Positions.HoldAgain(entry, account, combo);
        TakeLegs(handle, combo, in implied);
        _ledger.Positions.Release(entry, account, combo);
        return true;
    }

    /// <summary>What the legs' best prices give for an order of the combo, within its limit.</summary>
    /// <remarks>At least one lot of the combo must be had at the best price of every leg, from makers who are sure to
    /// fill and aren't the order's own trader, in books that go by time: there what fills is known
    /// beforehand.</remarks>
    private bool TryImply(OrderRef order, ListedInstrument combo, out ImpliedTrade implied)
    {
        implied = default;
        ReadOnlySpan<ListedInstrument> legs = combo.Combo!.Legs;
        Int128 value = 0;
        long lots = order.LeavesLots;
        for (int i = 0; i < legs.Length; i++)
        {
            int ratio = combo.Combo.Ratios[i];
            Side takes = ratio > 0 ? order.Side : order.Side.Opposite();
            if (legs[i].IsCollecting || legs[i].State != TradingState.Continuous
                || legs[i].Book.Allocation != MatchAllocation.PriceTime
                || !legs[i].Book.TryBest(takes.Opposite(), out long best, out long shown))
            {
                return false;
            }

            implied.Prices[i] = best;
            value += (Int128)best * ratio * legs[i].Spec.TickSizeMicros;
            lots = Math.Min(lots, shown / Math.Abs(ratio));
        }

        Int128 limit = (Int128)order.PriceTicks * combo.Spec.TickSizeMicros;
        if (lots == 0 || (order.Side == Side.Buy ? value > limit : value < limit))
        {
            return false;
        }

        implied.Value = value;
        implied.Lots = lots;
        return CanTakeLegs(order, combo, in implied);
    }

    private bool CanTakeLegs(OrderRef order, ListedInstrument combo, in ImpliedTrade implied)
    {
        for (int i = 0; i < combo.Combo!.Legs.Length; i++)
        {
            int probe = LegTaker(order, combo, i, in implied);
            if (probe == Position.None)
            {
                return false;
            }

            var handler = new FillHandler(this, combo.Combo.Legs[i]) { MustFillWhole = true };
            bool canFill = combo.Combo.Legs[i].Book.CanFill(probe, ref handler);
            _ledger.Orders.Free(probe);
            if (!canFill)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes all legs, and then says what the combo order got.</summary>
    private void TakeLegs(int handle, ListedInstrument combo, in ImpliedTrade implied)
    {
        _ledger.Used(combo);
        OrderRef order = _ledger.Orders[handle];
        for (int i = 0; i < combo.Combo!.Legs.Length; i++)
        {
            int taker = LegTaker(order, combo, i, in implied);
            var handler = new FillHandler(this, combo.Combo.Legs[i]) { ComboHandle = handle };
            combo.Combo.Legs[i].Book.Match(taker, ref handler);
            if (_ledger.Orders[taker].LeavesLots != 0)
            {
                throw new InvalidOperationException(
                    $"Leg {i} of combo {combo.Spec.Id} gave less than it had promised to order {order.Id}.");
            }

            _ledger.Orders.Free(taker);
        }

        (Int128 ticks, Int128 rest) = Int128.DivRem(implied.Value, combo.Spec.TickSizeMicros);
        long priceTicks = (long)(order.Side == Side.Buy && rest > 0 ? ticks + 1
            : order.Side == Side.Sell && rest < 0 ? ticks - 1
            : ticks);
        if (order.IsResting)
        {
            _open.TradedElsewhere(handle, combo, priceTicks, implied.Lots);
        }
        else
        {
            order.LeavesLots -= implied.Lots;
            order.CumTickLots += priceTicks * implied.Lots;
            OpenOrders.DescribeComboTrade(
                ref _events.Begin(EventKind.ComboTraded), order, priceTicks, implied.Lots, shownLots: 0);
        }
    }

    /// <summary>A passing order that takes one leg; it is nobody's, and is freed by the caller.</summary>
    private int LegTaker(OrderRef order, ListedInstrument combo, int leg, in ImpliedTrade implied)
    {
        int handle = _ledger.Orders.Allocate();
        if (handle == Position.None)
        {
            return handle;
        }

        int ratio = combo.Combo!.Ratios[leg];
        OrderRef taker = _ledger.Orders[handle];
        taker.Id = order.Id;
        taker.Account = order.Account;
        taker.Instrument = combo.Combo.Legs[leg].Spec.Id;
        taker.Owner = order.Owner;
        taker.Side = ratio > 0 ? order.Side : order.Side.Opposite();
        taker.PriceTicks = implied.Prices[leg];
        taker.Lots = implied.Lots * Math.Abs(ratio);
        taker.LeavesLots = taker.Lots;
        taker.ExpiryNs = long.MaxValue;
        taker.EngineBits = order.EngineBits;
        return handle;
    }

    /// <summary>A fill in the combo's own book: one trade a leg, at prices that add up to the combo's.</summary>
    private void BookLegs(
        ListedInstrument combo,
        int makerHandle,
        int takerHandle,
        bool makerRests,
        bool takerRests,
        long priceTicks,
        long lots)
    {
        Span<long> prices = stackalloc long[ComboLeg.LegsMax];
        if (!LegPrices.TryFind(combo.Combo!, combo.Spec, _gate.Arrays!, priceTicks, prices))
        {
            throw new InvalidOperationException($"Combo {combo.Spec.Id} has no leg prices for {priceTicks}.");
        }

        _ledger.Used(combo);
        Side takerSide = _ledger.Orders[takerHandle].Side;
        for (int i = 0; i < combo.Combo!.Legs.Length; i++)
        {
            int ratio = combo.Combo.Ratios[i];
            Side takes = ratio > 0 ? takerSide : takerSide.Opposite();
            Book(
                combo.Combo.Legs[i],
                new TradeSide(makerHandle, takes.Opposite(), WasResting: false, OrderTraits.Combo),
                new TradeSide(takerHandle, takes, WasResting: false, OrderTraits.Combo),
                prices[i],
                lots * Math.Abs(ratio));
        }

        SayComboTraded(makerHandle, priceTicks, lots, makerRests);
        SayComboTraded(takerHandle, priceTicks, lots, takerRests);
    }

    private void SayComboTraded(int handle, long priceTicks, long lots, bool wasResting)
    {
        ref VenueEvent traded = ref _events.Begin(EventKind.ComboTraded);
        OpenOrders.DescribeComboTrade(
            ref traded, _ledger.Orders[handle], priceTicks, lots, wasResting ? lots : 0);
        traded.Order.WasResting = wasResting ? (byte)1 : (byte)0;
    }

    private static bool IsBetter(Side side, ListedInstrument combo, in ImpliedTrade implied, long bookTicks)
    {
        Int128 book = (Int128)bookTicks * combo.Spec.TickSizeMicros;
        return side == Side.Buy ? implied.Value < book : implied.Value > book;
    }

    /// <summary>What the legs' books give: the best price of each leg, what they come to for one lot (times the lot
    /// size), and for how many.</summary>
    private struct ImpliedTrade
    {
        public LegTicks Prices;
        public Int128 Value;
        public long Lots;
    }

    [System.Runtime.CompilerServices.InlineArray(ComboLeg.LegsMax)]
    private struct LegTicks
    {
        private long _first;
    }
}
