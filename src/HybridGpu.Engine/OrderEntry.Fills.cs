using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Money;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <content>What happens while an order meets the book: each fill moves cash, positions, vectors and the
/// hash.</content>
internal sealed partial class OrderEntry
{
    /// <summary>Trades numbered so far.</summary>
    public ulong TradeCount { get; internal set; }

    /// <summary>Uncrosses a book that has collected orders, at one price.</summary>
    /// <returns>Lots traded.</returns>
    public long Uncross(ListedInstrument instrument, long priceTicks)
    {
        var handler = new FillHandler(this, instrument);
        instrument.Book.Uncross(priceTicks, ref handler);
        CancelDoomed(instrument.Book.BestHandle(Side.Buy), handler.Doomed);
        CancelDoomed(instrument.Book.BestHandle(Side.Sell), handler.Doomed);
        return handler.FilledLots;
    }

    /// <summary>Books one trade of an instrument: both accounts, and whatever of the two orders rests in its
    /// book.</summary>
    public void Book(
        ListedInstrument instrument, in TradeSide maker, in TradeSide taker, long priceTicks, long lots)
    {
        long value = Micros.Value(priceTicks, lots, instrument.TickValue);
        long makerFee = _ledger.Fees.Of(instrument.Spec.Kind, isTaker: false, value);
        long takerFee = _ledger.Fees.Of(instrument.Spec.Kind, isTaker: true, value);
        OrderRef makerOrder = _ledger.Orders[maker.Handle];
        OrderRef takerOrder = _ledger.Orders[taker.Handle];

        ref Trade trade = ref _events.Begin(EventKind.Trade).Trade;
        trade.TradeId = ++TradeCount;
        trade.Instrument = instrument.Spec.Id;
        trade.PriceTicks = priceTicks;
        trade.Lots = lots;
        trade.TakerSide = taker.Side;
        DescribeParty(ref trade.Maker, makerOrder, maker, makerFee);
        DescribeParty(ref trade.Taker, takerOrder, taker, takerFee);

        Move(instrument, makerOrder, maker.Side, lots, value, makerFee);
        Move(instrument, takerOrder, taker.Side, lots, value, takerFee);
        _aftermath.Traded(instrument, makerOrder, maker.Side, takerOrder, taker.Side, priceTicks, lots);
    }

    /// <summary>Trades an order against the book.</summary>
    /// <returns>Why the rest must not stay; none when it may.</returns>
    private CancelCause Match(int takerHandle, ListedInstrument instrument)
    {
        if (_ledger.Orders[takerHandle].TimeInForce == TimeInForce.FillOrKill)
        {
            var asked = new FillHandler(this, instrument) { MustFillWhole = true };
            if (!instrument.Book.CanFill(takerHandle, ref asked))
            {
                return CancelCause.FillOrKill;
            }
        }

        var handler = new FillHandler(this, instrument);
        instrument.Book.Match(takerHandle, ref handler);
        return handler.TakerStopped ? CancelCause.SelfTrade : CancelCause.None;
    }

    /// <summary>Whoever met its own trader last and would have gone next is the best of its side.</summary>
    private void CancelDoomed(int bestHandle, OrderId doomed)
    {
        if (doomed != OrderId.None && bestHandle >= 0 && _ledger.Orders[bestHandle].Id == doomed)
        {
            _open.Cancel(bestHandle, CancelCause.SelfTrade, RejectCode.WouldSelfTrade);
        }
    }

    private void ApplyFill(
        ListedInstrument instrument, int makerHandle, int takerHandle, int comboHandle, long priceTicks, long lots)
    {
        OrderRef taker = _ledger.Orders[takerHandle];
        bool takerRests = instrument.IsCollecting;
        if (comboHandle != Position.None)
        {
            // One leg of a combo: the combo's order is what trades, and follows when all legs have.
            Book(
                instrument,
                new TradeSide(makerHandle, taker.Side.Opposite(), WasResting: true),
                new TradeSide(comboHandle, taker.Side, WasResting: false, OrderTraits.Combo),
                priceTicks,
                lots);
            _open.Filled(makerHandle, lots);
            return;
        }

        if (instrument.Combo is null)
        {
            Book(
                instrument,
                new TradeSide(makerHandle, taker.Side.Opposite(), WasResting: true),
                new TradeSide(takerHandle, taker.Side, takerRests),
                priceTicks,
                lots);
        }
        else
        {
            BookLegs(instrument, makerHandle, takerHandle, makerRests: true, takerRests, priceTicks, lots);
        }

        if (takerRests)
        {
            _open.Filled(takerHandle, lots);
        }

        _open.Filled(makerHandle, lots);
    }

    private void ApplyDecrement(ListedInstrument instrument, int makerHandle, int takerHandle, long lots)
    {
        OrderRef taker = _ledger.Orders[takerHandle];
        if (instrument.IsCollecting)
        {
            _open.Decremented(takerHandle, lots);
        }
        else
        {
            ref VenueEvent reduced = ref _events.Begin(EventKind.OrderReduced);
            OpenOrders.Describe(ref reduced, taker);
            reduced.Order.LeavesLots = lots;
            reduced.Order.Cause = CancelCause.SelfTrade;
        }

        _open.Decremented(makerHandle, lots);
    }

    /// <summary>Cash, fees and position of one side. Cash moves by -q x price x tickValue: no entry prices are
    /// kept.</summary>
    private void Move(
        ListedInstrument instrument, OrderRef order, Side side, long lots, long valueMicros, long feeMicros)
    {
        Account account = _ledger.Accounts.Get(order.Account);
        long signedLots = side.Sign() * lots;
        _ledger.Accounts.Change(account, -side.Sign() * valueMicros, feeMicros);
        // The order of a combo knows its entry in the combo, not those in the legs.
        int index = order.Instrument == instrument.Spec.Id
            ? order.EngineEntry
            : _ledger.Positions.Find(order.Account, instrument.Spec.Id);
        _ledger.ChangePosition(account, ref _ledger.Positions[index], signedLots);
        _gate.CountFill(account, instrument, signedLots);
        MessageMeter.CountTrade(_ledger, account);
    }

    private static void DescribeParty(ref TradeParty party, OrderRef order, in TradeSide side, long feeMicros)
    {
        party.ClOrdId = order.ClOrdId;
        party.OrderId = order.Id;
        party.Lots = order.Lots;
        party.LeavesLots = order.LeavesLots;
        party.CumTickLots = order.CumTickLots;
        party.FeeMicros = feeMicros;
        party.Account = order.Account;
        party.Owner = order.Owner;
        party.Traits = order.Traits | side.Role;
        party.WasResting = side.WasResting ? (byte)1 : (byte)0;
        party.QuoteGroup = order.QuoteGroup;
        party.LimitTicks = order.PriceTicks;
    }

    /// <summary>The book's view of the engine during one match.</summary>
    private struct FillHandler(OrderEntry entry, ListedInstrument instrument) : IMatchHandler
    {
        private CancelCause _cause;

        /// <summary>The taker of a self-trade that cancels both: it goes when it is asked about again, or at the
        /// end.</summary>
        public OrderId Doomed { get; private set; }

        /// <summary>The combo order for which the taker takes a leg.</summary>
        public int ComboHandle { get; init; } = Position.None;

        /// <summary>A fill-or-kill is being asked about: only makers that are sure to fill count.</summary>
        public bool MustFillWhole { get; init; }

        /// <summary>The taker met its own trader's order and goes with it.</summary>
        public bool TakerStopped { get; private set; }

        public long FilledLots { get; private set; }

        public MatchVerdict Judge(int makerHandle, int takerHandle, long priceTicks, ref long lots)
        {
            OrderRef maker = entry._ledger.Orders[makerHandle];
            OrderRef taker = entry._ledger.Orders[takerHandle];
            if (Doomed != OrderId.None && Doomed == taker.Id)
            {
                return StopTaker();
            }

            if (Doomed != OrderId.None && Doomed == maker.Id)
            {
                return Drop(CancelCause.SelfTrade);
            }

            if (maker.ExpiryNs <= entry._ledger.NowNs)
            {
                return Drop(CancelCause.Expired);
            }

            if (MustFillWhole && entry.ActionOf(taker) is not (SelfTradeAction.Default or SelfTradeAction.Allow))
            {
                // What an iceberg hides may come behind an order of the taker's own trader, which is asked about later.
                lots = long.Clamp(maker.ShownLots, 1, lots);
            }

            if (entry.IsSelfTrade(maker, taker, instrument, out SelfTradeAction action))
            {
                return JudgeSelfTrade(action, taker);
            }

            if (!MayFill(maker, priceTicks, ref lots, isTaker: false, out _cause))
            {
                return MatchVerdict.DropMaker;
            }

            if (instrument.Combo is not null && !entry.HasLegPrices(instrument, priceTicks))
            {
                _cause = CancelCause.NoLegPrices;
                return MatchVerdict.DropMaker;
            }

            if (!instrument.IsCollecting)
            {
                return MatchVerdict.Fill;
            }

            // In an auction the younger rests as well, and may have become a risk or superfluous while it did.
            bool takerLives = taker.ExpiryNs > entry._ledger.NowNs;
            _cause = CancelCause.Expired;
            return takerLives && MayFill(taker, priceTicks, ref lots, isTaker: true, out _cause)
                ? MatchVerdict.Fill
                : MatchVerdict.StopTaker;
        }

        public void OnDropped(int handle) => entry._open.CancelUnlinked(
            handle,
            _cause,
            _cause switch
            {
                CancelCause.Expired => RejectCode.OrderExpired,
                CancelCause.SelfTrade => RejectCode.WouldSelfTrade,
                CancelCause.ReduceOnly => RejectCode.NothingToReduce,
                CancelCause.NoLegPrices => RejectCode.BadComboTerms,
                _ => RejectCode.InsufficientMargin,
            });

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots)
        {
            FilledLots += lots;
            entry.ApplyFill(instrument, makerHandle, takerHandle, ComboHandle, priceTicks, lots);
        }

        public readonly void OnDecremented(int makerHandle, int takerHandle, long lots) =>
            entry.ApplyDecrement(instrument, makerHandle, takerHandle, lots);

        public readonly void OnReplenished(int makerHandle) => entry._open.Replenished(makerHandle);

        private readonly bool MayFill(
            OrderRef order, long priceTicks, ref long lots, bool isTaker, out CancelCause cause)
        {
            cause = CancelCause.ReduceOnly;
            if (OrderBits.IsReduceOnly(order))
            {
                // Earlier fills of this match may have used the position up.
                long reducible = MustFillWhole ? 0 : entry._aftermath.PositionAgainst(order);
                if (reducible <= 0)
                {
                    return false;
                }

                lots = long.Min(lots, reducible);
            }

            cause = CancelCause.MarginCheck;
            return MustFillWhole
                ? entry._gate.IsCovered(order)
                : entry._gate.MayFill(order, instrument, priceTicks, lots, isTaker);
        }

        private MatchVerdict JudgeSelfTrade(SelfTradeAction action, OrderRef taker)
        {
            switch (action)
            {
                case SelfTradeAction.CancelTaker:
                    return StopTaker();
                case SelfTradeAction.CancelBoth:
                    if (MustFillWhole)
                    {
                        return MatchVerdict.StopTaker;
                    }

                    // The maker goes now; the taker when it is asked about again, or when the match ends.
                    Doomed = taker.Id;
                    TakerStopped = !instrument.IsCollecting;
                    return Drop(CancelCause.SelfTrade);
                case SelfTradeAction.Decrement:
                    return MatchVerdict.Decrement;
                default:
                    return Drop(CancelCause.SelfTrade);
            }
        }

        private MatchVerdict StopTaker()
        {
            _cause = CancelCause.SelfTrade;
            TakerStopped = !instrument.IsCollecting;
            return MatchVerdict.StopTaker;
        }

        private MatchVerdict Drop(CancelCause cause)
        {
            _cause = cause;
            return MatchVerdict.DropMaker;
        }
    }

    /// <summary>Are both orders of one trader, and what is then done?</summary>
    private bool IsSelfTrade(
        OrderRef maker, OrderRef taker, ListedInstrument instrument, out SelfTradeAction action)
    {
        action = ActionOf(taker);
        if (action is SelfTradeAction.Default or SelfTradeAction.Allow)
        {
            return false;
        }

        // Pro-rata reaches everybody at a price, in no order that could be asked about beforehand: there a
        // fill-or-kill, which has been promised its whole quantity, takes its own trader's orders out.
        if (taker.TimeInForce == TimeInForce.FillOrKill && instrument.Book.Allocation != MatchAllocation.PriceTime)
        {
            action = SelfTradeAction.CancelMaker;
        }

        return maker.Account == taker.Account
            || _ledger.Accounts.Get(maker.Account).TraderKey == _ledger.Accounts.Get(taker.Account).TraderKey;
    }

    /// <summary>The order's own self-trade action, or else its account's.</summary>
    private SelfTradeAction ActionOf(OrderRef order)
    {
        SelfTradeAction own = OrderBits.SelfTradeOf(order);
        return own == SelfTradeAction.Default ? _ledger.Accounts.Get(order.Account).Limits.SelfTrade : own;
    }
}
