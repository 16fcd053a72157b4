using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>The order flow: limits, pre-trade margin, match, rest. Also what a fill does to both accounts.</summary>
internal sealed partial class OrderEntry
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly OpenOrders _open;
    private readonly EventWriter _events;

    public OrderEntry(Ledger ledger, MarginGate gate, OpenOrders open, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _open = open;
        _events = events;
    }

    /// <summary>Orders and quote sides numbered so far; the number is the order's id and its time priority.</summary>
    public ulong OrderCount { get; private set; }

    /// <summary>Applies a new order.</summary>
    public void Submit(in CommandHeader header, in NewOrder order)
    {
        RejectCode reject = Check(in header, in order);
        if (reject != RejectCode.None)
        {
            Reject(in header, in order, reject);
            return;
        }

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

        int handle = Create(in order, header.Session, slot, nonce);
        reject = PassGate(handle, account, instrument, out int position);
        if (reject != RejectCode.None)
        {
            Discard(handle);
            Reject(in header, in order, reject);
            return;
        }

        ref RestingOrder taker = ref _ledger.Orders[handle];
        Number(ref taker);
        UseNonce(account, slot, nonce);
        OpenOrders.Describe(ref _events.Begin(EventKind.OrderAccepted), in taker);
        Match(handle, instrument);
        Finish(handle, instrument);
        _ledger.Positions.Release(position, account, instrument);
    }

    /// <summary>Applies a cancel.</summary>
    public void Cancel(in CommandHeader header, in CancelOrder cancel)
    {
        int handle = cancel.OrderId == OrderId.None
            ? _open.Find(cancel.Account, cancel.OrigClOrdId)
            : _open.Find(cancel.OrderId);
        RejectCode reject = MayAct(header.Session, cancel.Account) ? RejectCode.None : RejectCode.NotAuthorised;
        if (reject == RejectCode.None && (handle == Position.None || _ledger.Orders[handle].Account != cancel.Account))
        {
            reject = RejectCode.UnknownOrder;
        }

        if (reject == RejectCode.None)
        {
            _open.Cancel(handle, CancelCause.Requested, RejectCode.None, cancel.ClOrdId);
            return;
        }

        ref OrderState state = ref _events.Begin(EventKind.CancelRejected).Order;
        state.ClOrdId = cancel.ClOrdId;
        state.OrigClOrdId = cancel.OrigClOrdId;
        state.OrderId = cancel.OrderId;
        state.Account = cancel.Account;
        state.Owner = header.Session;
        state.Reason = reject;
    }

    /// <summary>True when a session may act for an account: the venue for all, a client for its own.</summary>
    public bool MayAct(SessionId session, AccountId account) =>
        session == SessionId.Venue
        || (_ledger.Sessions.Contains(session) && _ledger.Sessions[session].Account == account);

    /// <summary>Gives an order that passed the gate the next number: what is refused uses none.</summary>
    public void Number(ref RestingOrder order) => order.Id = new OrderId(++OrderCount);

    /// <summary>Would these lots take the account beyond its bound? What only closes a position is never held up by
    /// it.</summary>
    public bool ExceedsLotLimit(Account account, InstrumentId instrument, Side side, long lots) =>
        account.PositionLots + account.OrderLots + lots > _ledger.Options.AccountLotsMax
        && !_gate.LiesWithinPosition(account, instrument, side, lots);

    /// <summary>Gives an order back that never reached a book.</summary>
    public void Discard(int handle)
    {
        if (handle != Position.None)
        {
            _ledger.Orders.Free(handle);
        }
    }

    /// <summary>Checks that don't depend on margin or on the book.</summary>
    public RejectCode CheckTerms(ListedInstrument? instrument, long priceTicks, long lots)
    {
        if (instrument is null)
        {
            return RejectCode.UnknownInstrument;
        }

        if (instrument.IsSettled || _ledger.MarketNs >= instrument.Spec.ExpiryNs)
        {
            return RejectCode.InstrumentExpired;
        }

        if (instrument.IsDelisted)
        {
            return RejectCode.InstrumentDelisted;
        }

        if (priceTicks <= 0 || priceTicks > instrument.Spec.PriceTicksMax)
        {
            return RejectCode.PriceOutOfRange;
        }

        if (lots <= 0 || lots > instrument.Spec.OrderLotsMax)
        {
            return RejectCode.QuantityOutOfRange;
        }

        return _gate.RowOf(instrument.Spec.Id) < 0 ? RejectCode.NoRiskArray : RejectCode.None;
    }

    private RejectCode Check(in CommandHeader header, in NewOrder order)
    {
        Account? account = _ledger.Accounts.Find(order.Account);
        if (account is null || order.Account.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        if (!MayAct(header.Session, order.Account))
        {
            return RejectCode.NotAuthorised;
        }

        RejectCode terms = CheckTerms(_ledger.Instruments.Find(order.Instrument), order.PriceTicks, order.Lots);
        if (terms != RejectCode.None)
        {
            return terms;
        }

        bool isPostOnly = order.Traits == OrderTraits.PostOnly;
        if (order.Side is not (Side.Buy or Side.Sell) || order.TimeInForce > TimeInForce.ImmediateOrCancel
            || (order.Traits != OrderTraits.None && !isPostOnly) || order.ClOrdId.IsEmpty
            || (isPostOnly && order.TimeInForce == TimeInForce.ImmediateOrCancel))
        {
            return RejectCode.BadOrderTerms;
        }

        if (order.ExpiryNs <= _ledger.NowNs)
        {
            return RejectCode.OrderExpired;
        }

        if (_open.Find(order.Account, order.ClOrdId) != Position.None)
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
        if (order.Slot == NewOrder.AnySlot)
        {
            return account.Slots is null || account.Slots.FirstFree() >= 0
                ? RejectCode.None
                : RejectCode.OpenOrderLimit;
        }

        if (order.Slot >= OrderSlots.Count)
        {
            return RejectCode.StaleNonce;
        }

        ulong lastNonce = account.Slots?.NonceOf(order.Slot) ?? 0;
        return order.Nonce > lastNonce ? RejectCode.None : RejectCode.StaleNonce;
    }

    private int Create(in NewOrder order, SessionId owner, int slot, ulong nonce)
    {
        int handle = _ledger.Orders.Allocate();
        if (handle == Position.None)
        {
            return handle;
        }

        ref RestingOrder created = ref _ledger.Orders[handle];
        created.ClOrdId = order.ClOrdId;
        created.Account = order.Account;
        created.Instrument = order.Instrument;
        created.Owner = owner;
        created.PriceTicks = order.PriceTicks;
        created.Lots = order.Lots;
        created.LeavesLots = order.Lots;
        created.Nonce = nonce;
        created.ExpiryNs = order.ExpiryNs;
        created.Slot = (ushort)slot;
        created.Side = order.Side;
        created.TimeInForce = order.TimeInForce;
        created.Traits = order.Traits;
        return handle;
    }

    /// <summary>Room, post-only and margin. On success the order counts in its account's vectors as a taker, and its
    /// entry in the table of positions is held until the order is done.</summary>
    private RejectCode PassGate(int handle, Account account, ListedInstrument instrument, out int position)
    {
        position = Position.None;
        if (handle == Position.None)
        {
            return RejectCode.BookFull;
        }

        ref RestingOrder order = ref _ledger.Orders[handle];
        if (!instrument.Book.HasRoom(order.Side, order.PriceTicks))
        {
            return RejectCode.BookFull;
        }

        if ((order.Traits & OrderTraits.PostOnly) != 0 && instrument.Book.WouldTrade(order.Side, order.PriceTicks))
        {
            return RejectCode.PostOnlyWouldTrade;
        }

        RejectCode room = _ledger.Positions.Hold(account, instrument, out position);
        if (room != RejectCode.None)
        {
            return room;
        }

        if (CoverAsTaker(in order, account))
        {
            return RejectCode.None;
        }

        _ledger.Positions.Release(position, account, instrument);
        return RejectCode.InsufficientMargin;
    }

    /// <summary>Counts an incoming order in its account's vectors when equity covers it, else leaves them as they
    /// were.</summary>
    public bool CoverAsTaker(in RestingOrder order, Account account)
    {
        _gate.Touch(account);
        _gate.CountOrder(in order, order.LeavesLots, isTaker: true, sign: +1);
        if (MarginGate.Covers(account) || _gate.OnlyReduces(in order))
        {
            return true;
        }

        _gate.CountOrder(in order, order.LeavesLots, isTaker: true, sign: -1);
        return false;
    }

    private void UseNonce(Account account, int slot, ulong nonce)
    {
        ulong last = account.Slots!.NonceOf(slot);
        if (last != 0)
        {
            _ledger.Hash.Remove(StateDigest.OfSlot(account.Id, slot, last));
        }

        account.Slots.SetNonce(slot, nonce);
        _ledger.Hash.Add(StateDigest.OfSlot(account.Id, slot, nonce));
    }

    /// <summary>What is left of the taker rests, or is cancelled, or there is nothing left.</summary>
    public void Finish(int handle, ListedInstrument instrument)
    {
        ref RestingOrder order = ref _ledger.Orders[handle];
        _gate.CountOrder(in order, order.LeavesLots, isTaker: true, sign: -1);
        if (order.LeavesLots == 0)
        {
            _ledger.Orders.Free(handle);
        }
        else if (order.TimeInForce == TimeInForce.ImmediateOrCancel)
        {
            ref VenueEvent cancelled = ref _events.Begin(EventKind.OrderCancelled);
            OpenOrders.Describe(ref cancelled, in order);
            cancelled.Order.Cause = CancelCause.ImmediateOrCancel;
            _ledger.Orders.Free(handle);
        }
        else
        {
            _open.Rest(handle, instrument.Book);
        }
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
    }
}
