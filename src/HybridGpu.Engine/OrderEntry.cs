using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>The way of an order: checks, pre-trade margin, match, rest. Also what a fill does to both
/// accounts.</summary>
internal sealed partial class OrderEntry
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OpenOrders _open;
    private readonly OrderChecks _checks;
    private readonly Aftermath _aftermath;
    private readonly EventWriter _events;

    public OrderEntry(
        Ledger ledger, MarginGate gate, OpenOrders open, OrderChecks checks, Aftermath aftermath, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _open = open;
        _checks = checks;
        _aftermath = aftermath;
        _events = events;
    }

    /// <summary>Orders and quote sides numbered so far; the number is the order's id.</summary>
    public ulong OrderCount { get; internal set; }

    /// <summary>Applies a new order.</summary>
    public void Submit(in CommandHeader header, in NewOrder order)
    {
        RejectCode reject = _checks.Check(in header, order);
        if (reject == RejectCode.None && !MessageMeter.TryCount(_ledger, _ledger.Accounts.Get(order.Account)))
        {
            reject = RejectCode.MessageLimit;
        }

        long lots = order.Lots;
        if (reject == RejectCode.None && (order.Traits & OrderTraits.ReduceOnly) != 0)
        {
            lots = _aftermath.LotsToReduce(order);
            reject = lots == 0 ? RejectCode.NothingToReduce : RejectCode.None;
        }

        if (reject == RejectCode.None)
        {
            reject = Enter(in header, order, lots);
        }

        if (reject != RejectCode.None)
        {
            Reject(in header, order, reject);
        }
    }

    /// <summary>Gives an order that passed the gate the next number: what is refused uses none.</summary>
    public void Number(OrderRef order) => order.Id = new OrderId(++OrderCount);

    /// <summary>Gives an order back that never reached a book.</summary>
    public void Discard(int handle)
    {
        if (handle != Position.None)
        {
            _ledger.Orders.Free(handle);
        }
    }

    /// <summary>Does equity cover an incoming order at its worst, beside all that is open? Nothing changes: it counts
    /// in its account's vectors once it rests. Until then it can only trade within what was asked about here.</summary>
    public bool IsCovered(OrderRef order, Account account)
    {
        _gate.Touch(account);
        return _gate.CoversWith(order, account) || _gate.OnlyReduces(order);
    }

    /// <summary>Room in the book, post-only and its slide, and margin.</summary>
    public RejectCode PassGate(int handle, Account account, ListedInstrument instrument)
    {
        OrderRef order = _ledger.Orders[handle];
        RejectCode reject = FitBook(order, instrument);
        if (reject != RejectCode.None)
        {
            return reject;
        }

        return IsCovered(order, account) ? RejectCode.None : RejectCode.InsufficientMargin;
    }

    /// <summary>Room, post-only, slide: what depends on the book alone.</summary>
    public static RejectCode FitBook(OrderRef order, ListedInstrument instrument)
    {
        bool wouldTrade = !instrument.IsCollecting && instrument.Book.WouldTrade(order.Side, order.PriceTicks);
        if (wouldTrade && (order.Traits & OrderTraits.PostOnly) != 0)
        {
            return RejectCode.PostOnlyWouldTrade;
        }

        if (wouldTrade && (order.Traits & OrderTraits.PostOnlySlide) != 0)
        {
            instrument.Book.TryBest(order.Side.Opposite(), out long best, out _);
            long behind = instrument.Rules.RoundAway(order.Side, best - order.Side.Sign());
            if (!OrderChecks.IsPriceInRange(instrument, behind))
            {
                return RejectCode.PostOnlyWouldTrade;
            }

            order.PriceTicks = behind;
        }

        bool mayRest = order.TimeInForce == TimeInForce.GoodTillCancel;
        return mayRest && !instrument.Book.HasRoom(order.Side, order.PriceTicks)
            ? RejectCode.BookFull
            : RejectCode.None;
    }

    /// <summary>An order that passed the gate meets the book; what is left rests, or is cancelled. Its entry in the
    /// table of positions is held by the caller.</summary>
    /// <returns>Why the rest didn't stay though it might have; none otherwise.</returns>
    public CancelCause Run(int handle, ListedInstrument instrument)
    {
        OrderRef order = _ledger.Orders[handle];
        CancelCause cause = instrument.IsCollecting ? CancelCause.None
            : instrument.Combo is null ? Match(handle, instrument)
            : MatchCombo(handle, instrument);
        if (order.LeavesLots == 0)
        {
            _ledger.Orders.Free(handle);
        }
        else if (cause == CancelCause.None && order.TimeInForce == TimeInForce.GoodTillCancel)
        {
            _open.Rest(handle, instrument);
            if (instrument.CombosWithIt.Count > 0)
            {
                _aftermath.LegRested(instrument);
            }
        }
        else
        {
            ref VenueEvent cancelled = ref _events.Begin(EventKind.OrderCancelled);
            OpenOrders.Describe(ref cancelled, order);
            cancelled.Order.Cause = cause == CancelCause.None ? CancelCause.ImmediateOrCancel : cause;
            cancelled.Order.Reason = cause switch
            {
                CancelCause.SelfTrade => RejectCode.WouldSelfTrade,
                CancelCause.FillOrKill => RejectCode.CannotFillWhole,
                _ => RejectCode.None,
            };
            _ledger.Orders.Free(handle);
        }

        return cause;
    }

    /// <summary>Notes the nonce that an order used.</summary>
    public void UseNonce(Account account, int slot, ulong nonce)
    {
        ulong last = account.Slots!.NonceOf(slot);
        if (last != 0)
        {
            _ledger.Hash.Remove(StateDigest.OfSlot(account.Id, slot, last));
        }

        account.Slots.SetNonce(slot, nonce);
        _ledger.Hash.Add(StateDigest.OfSlot(account.Id, slot, nonce));
    }

    /// <summary>An order whose terms hold takes its slot, passes the gate and runs, or waits for its
    /// trigger.</summary>
    private RejectCode Enter(in CommandHeader header, in NewOrder order, long lots)
    {
        Account account = _ledger.Accounts.Get(order.Account);
        ListedInstrument instrument = _ledger.Instruments[order.Instrument];
        account.Slots ??= new OrderSlots();
        int slot = order.Slot == NewOrder.AnySlot ? account.Slots.FirstFree() : order.Slot;
        ulong nonce = order.Slot == NewOrder.AnySlot ? account.Slots.NonceOf(slot) + 1 : order.Nonce;
        int replaced = account.Slots.OrderIn(slot);
        if (replaced != Position.None)
        {
            // A higher nonce says that its owner gave up what the slot held, whatever becomes of the new order.
            UseNonce(account, slot, nonce);
            _open.Cancel(replaced, CancelCause.Replaced);
        }

        int handle = Create(order, header.Session, slot, nonce, lots);
        if (handle == Position.None)
        {
            return RejectCode.BookFull;
        }

        RejectCode reject = _ledger.Positions.Hold(account, instrument, out int entry);
        if (reject != RejectCode.None)
        {
            Discard(handle);
            return reject;
        }

        _ledger.Orders[handle].EngineEntry = entry;
        bool waits = order.Type is OrderType.Stop or OrderType.StopLimit;
        reject = waits ? RejectCode.None : PassGate(handle, account, instrument);
        if (reject == RejectCode.None)
        {
            OrderRef accepted = _ledger.Orders[handle];
            Number(accepted);
            UseNonce(account, slot, nonce);
            OpenOrders.Describe(ref _events.Begin(EventKind.OrderAccepted), accepted);
            if (waits)
            {
                _open.Wait(handle, instrument);
            }
            else
            {
                Run(handle, instrument);
            }
        }
        else
        {
            Discard(handle);
        }

        _ledger.Positions.Release(entry, account, instrument);
        return reject;
    }

    private int Create(in NewOrder order, SessionId owner, int slot, ulong nonce, long lots)
    {
        int handle = _ledger.Orders.Allocate();
        if (handle == Position.None)
        {
            return handle;
        }

        OrderRef created = _ledger.Orders[handle];
        created.ClOrdId = order.ClOrdId;
        created.Account = order.Account;
        created.Instrument = order.Instrument;
        created.Owner = owner;
        created.PriceTicks = order.PriceTicks;
        created.Lots = lots;
        created.LeavesLots = lots;
        created.Nonce = nonce;
        created.ExpiryNs = order.ExpiryNs;
        created.Slot = (ushort)slot;
        created.Side = order.Side;
        created.TimeInForce = order.TimeInForce;
        created.Traits = order.Traits;
        created.DisplayLots = order.DisplayLots;
        created.StopTicks = order.StopTicks;
        created.QuoteGroup = order.QuoteGroup;
        OrderBits.Set(created, order.Type, order.SelfTrade, order.Trigger);
        if (order.Type == OrderType.Market)
        {
            _checks.TryMarketPrice(
                _ledger.Instruments[order.Instrument], order.Side, order.PriceTicks, out created.PriceTicks);
        }

        return handle;
    }

    private void Reject(in CommandHeader header, in NewOrder order, RejectCode reason)
    {
        ref OrderState state = ref _events.Begin(EventKind.OrderRejected).Order;
        state.ClOrdId = order.ClOrdId;
        state.PriceTicks = order.PriceTicks;
        state.Lots = order.Lots;
        state.Account = order.Account;
        state.Instrument = order.Instrument;
        state.Owner = header.Session;
        state.Slot = order.Slot;
        state.Nonce = order.Nonce;
        state.Reason = reason;
        state.Side = order.Side;
        state.TimeInForce = order.TimeInForce;
        state.Traits = order.Traits;
        state.ExpiryNs = order.ExpiryNs;
        state.StopTicks = order.StopTicks;
        state.DisplayLots = order.DisplayLots;
        state.Type = order.Type;
        state.SelfTrade = order.SelfTrade;
        state.Trigger = order.Trigger;
        state.QuoteGroup = order.QuoteGroup;
    }
}
