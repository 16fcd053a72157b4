using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;

namespace HybridGpu.Engine.Orders;

/// <summary>What must hold of an order or quote side before margin and book are asked: the first rule broken is the
/// reject. Nothing here changes anything.</summary>
internal sealed partial class OrderChecks
{
    private const OrderTraits ClientTraits = OrderTraits.PostOnly | OrderTraits.ReduceOnly | OrderTraits.PostOnlySlide;

    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OpenOrders _open;

    public OrderChecks(Ledger ledger, MarginGate gate, OpenOrders open)
    {
        _ledger = ledger;
        _gate = gate;
        _open = open;
    }

    /// <summary>True when a session may act for an account: the venue for all, a client for its own.</summary>
    public bool MayAct(SessionId session, AccountId account) =>
        session == SessionId.Venue
        || (_ledger.Sessions.Contains(session) && _ledger.Sessions[session].Account == account);

    /// <summary>The account is there, is the sender's, and nobody has stopped it.</summary>
    public RejectCode CheckSender(SessionId session, AccountId id)
    {
        Account? account = _ledger.Accounts.Find(id);
        if (account is null || id.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        if (!MayAct(session, id))
        {
            return RejectCode.NotAuthorised;
        }

        return _ledger.Kills.IsStopped(session, account) ? RejectCode.KillSwitchOn : RejectCode.None;
    }

    /// <summary>The instrument is there and alive, and so are a combo's legs.</summary>
    public RejectCode CheckListed(ListedInstrument? instrument)
    {
        if (instrument is null)
        {
            return RejectCode.UnknownInstrument;
        }

        if (instrument.IsSettled || _ledger.MarketNs >= instrument.Spec.ExpiryNs)
        {
            return RejectCode.InstrumentExpired;
        }

        bool isDelisted = instrument.IsDelisted;
        foreach (ListedInstrument leg in instrument.Legs)
        {
            isDelisted |= leg.IsDelisted;
        }

        return isDelisted ? RejectCode.InstrumentDelisted : RejectCode.None;
    }

    /// <summary>Price, quantity and state for one side; margin and book aside.</summary>
    public RejectCode CheckTerms(
        ListedInstrument? instrument, Account account, Side side, long priceTicks, long lots)
    {
        RejectCode listed = CheckListed(instrument);
        if (listed != RejectCode.None)
        {
            return listed;
        }

        RejectCode state = CheckState(instrument!);
        if (state != RejectCode.None)
        {
            return state;
        }

        if (!IsPriceInRange(instrument!, priceTicks))
        {
            return RejectCode.PriceOutOfRange;
        }

        RejectCode size = CheckSize(instrument!, account, lots);
        if (size != RejectCode.None)
        {
            return size;
        }

        if (!instrument!.Rules.IsOnTick(priceTicks))
        {
            return RejectCode.PriceOffTick;
        }

        return CheckAgainstMark(instrument, account, side, priceTicks, lots);
    }

    /// <summary>The instrument takes orders now; a combo only while its legs trade continuously.</summary>
    public static RejectCode CheckState(ListedInstrument instrument)
    {
        if (instrument.State == TradingState.Halt)
        {
            return RejectCode.InstrumentHalted;
        }

        foreach (ListedInstrument leg in instrument.Legs)
        {
            if (leg.State != TradingState.Continuous)
            {
                return leg.State switch
                {
                    TradingState.Halt => RejectCode.InstrumentHalted,
                    TradingState.ReduceOnly => RejectCode.ReduceOnlyState,
                    _ => RejectCode.NotInThisState,
                };
            }
        }

        return RejectCode.None;
    }

    /// <summary>Quantity within the instrument's and the account's largest order; of a combo also each leg's.</summary>
    public static RejectCode CheckSize(ListedInstrument instrument, Account account, long lots)
    {
        for (int i = 0; instrument.Combo is not null && i < instrument.Combo.Legs.Length; i++)
        {
            if (lots > instrument.Combo.Legs[i].Spec.OrderLotsMax / Math.Abs(instrument.Combo.Ratios[i]))
            {
                return RejectCode.QuantityOutOfRange;
            }
        }

        long max = account.Limits.OrderLotsMax > 0
            ? Math.Min(account.Limits.OrderLotsMax, instrument.Spec.OrderLotsMax)
            : instrument.Spec.OrderLotsMax;
        return lots <= 0 || lots > max ? RejectCode.QuantityOutOfRange : RejectCode.None;
    }

    /// <summary>All that can be said of a new order without margin and book.</summary>
    public RejectCode Check(in CommandHeader header, in NewOrder order)
    {
        RejectCode reject = CheckSender(header.Session, order.Account);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        Account account = _ledger.Accounts.Get(order.Account);
        ListedInstrument? instrument = _ledger.Instruments.Find(order.Instrument);
        reject = CheckListed(instrument);
        if (reject == RejectCode.None)
        {
            reject = CheckInstructions(instrument!, in order);
        }

        if (reject == RejectCode.None)
        {
            reject = CheckPrices(instrument!, account, in order);
        }

        return reject == RejectCode.None ? CheckAccount(account, in order) : reject;
    }

    /// <summary>The quote group is one with protection, and open.</summary>
    public RejectCode CheckGroup(Account account, ushort number)
    {
        if (number == 0)
        {
            return RejectCode.None;
        }

        QuoteGroup? group = account.FindGroup(number);
        if (group is null || group.Terms.WindowNs == 0)
        {
            return RejectCode.UnknownQuoteGroup;
        }

        return group.IsTripping || group.IsShut(_ledger.NowNs) ? RejectCode.QuoteGroupShut : RejectCode.None;
    }

    /// <summary>Would these lots take the account beyond its bound? What only closes a position is never held up by
    /// it.</summary>
    public bool ExceedsLotLimit(Account account, InstrumentId instrument, Side side, long lots)
    {
        long weight = _ledger.Instruments[instrument].Combo?.Weight ?? 1;
        // A combo of many legs may be listed whose largest order times its weight leaves a long.
        return account.PositionLots + account.OrderLots + ((Int128)lots * weight) > _ledger.Options.AccountLotsMax
            && !_gate.LiesWithinPosition(account, instrument, side, lots);
    }

    /// <summary>A price that an order may name: of a combo also 0 and less.</summary>
    public static bool IsPriceInRange(ListedInstrument instrument, long priceTicks) =>
        priceTicks <= instrument.Spec.PriceTicksMax
        && (instrument.Combo is null ? priceTicks > 0 : priceTicks >= -instrument.Spec.PriceTicksMax);

    private static RejectCode CheckInstructions(ListedInstrument instrument, in NewOrder order)
    {
        bool isStop = order.Type is OrderType.Stop or OrderType.StopLimit;
        bool restsAsMaker = (order.Traits & (OrderTraits.PostOnly | OrderTraits.PostOnlySlide)) != 0;
        bool isSound = order.Side is Side.Buy or Side.Sell && order.TimeInForce <= TimeInForce.FillOrKill
            && order.Type <= OrderType.StopLimit && order.SelfTrade <= SelfTradeAction.Allow
            && order.Trigger <= StopTrigger.Mark && (order.Traits & ~ClientTraits) == 0 && !order.ClOrdId.IsEmpty
            && (order.Traits & (OrderTraits.PostOnly | OrderTraits.PostOnlySlide))
                != (OrderTraits.PostOnly | OrderTraits.PostOnlySlide);
        bool fits = order.Type switch
        {
            OrderType.Market => order.TimeInForce != TimeInForce.GoodTillCancel && !restsAsMaker,
            OrderType.Stop => order.TimeInForce == TimeInForce.GoodTillCancel && !restsAsMaker,
            _ => order.TimeInForce == TimeInForce.GoodTillCancel || !restsAsMaker,
        };
        bool noneForCombos = instrument.Combo is null || (!isStop && (order.Traits & OrderTraits.ReduceOnly) == 0);
        if (!isSound || !fits || !noneForCombos || (!isStop && (order.StopTicks != 0 || order.Trigger != 0)))
        {
            return RejectCode.BadOrderTerms;
        }

        bool mayRest = order.TimeInForce == TimeInForce.GoodTillCancel
            && order.Type is OrderType.Limit or OrderType.StopLimit;
        if (order.DisplayLots < 0 || (order.DisplayLots > 0 && (order.DisplayLots > order.Lots || !mayRest)))
        {
            return RejectCode.BadDisplayQuantity;
        }

        bool isImmediate = order.TimeInForce != TimeInForce.GoodTillCancel && !isStop;
        return isImmediate && instrument.IsCollecting && instrument.State != TradingState.Halt
            ? RejectCode.NotInThisState
            : RejectCode.None;
    }

    private RejectCode CheckAccount(Account account, in NewOrder order)
    {
        if (order.ExpiryNs <= _ledger.NowNs)
        {
            return RejectCode.OrderExpired;
        }

        RejectCode group = CheckGroup(account, order.QuoteGroup);
        if (group != RejectCode.None)
        {
            return group;
        }

        if (_open.Find(order.Account, order.ClOrdId) >= 0)
        {
            return RejectCode.DuplicateClOrdId;
        }

        if (ExceedsLotLimit(account, order.Instrument, order.Side, order.Lots))
        {
            return RejectCode.AccountLotLimit;
        }

        return CheckSlot(account, in order);
    }

    private static RejectCode CheckSlot(Account account, in NewOrder order)
    {
        bool isFull = account.Limits.OpenOrdersMax > 0 && account.OrderCount >= account.Limits.OpenOrdersMax;
        if (order.Slot == NewOrder.AnySlot)
        {
            return !isFull && (account.Slots is null || account.Slots.FirstFree() >= 0)
                ? RejectCode.None
                : RejectCode.OpenOrderLimit;
        }

        if (order.Slot >= OrderSlots.Count)
        {
            return RejectCode.StaleNonce;
        }

        if (order.Nonce <= (account.Slots?.NonceOf(order.Slot) ?? 0))
        {
            return RejectCode.StaleNonce;
        }

        // What the slot holds gives way to the new order.
        bool replaces = account.Slots is not null && account.Slots.OrderIn(order.Slot) != Position.None;
        return isFull && !replaces ? RejectCode.OpenOrderLimit : RejectCode.None;
    }
}
