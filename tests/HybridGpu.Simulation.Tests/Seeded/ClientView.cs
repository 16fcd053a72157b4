using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>What a client knows of itself and the market from the events that reached it: orders, positions, cash, and
/// which of its messages were answered.</summary>
internal sealed class ClientView(AccountId account)
{
    /// <summary>An order in a book.</summary>
    public sealed record OpenOrder(InstrumentId Instrument, Side Side, long PriceTicks, long Leaves, long Shown);

    private readonly Dictionary<InstrumentId, InstrumentSpec> _specs = [];
    private ulong _lastOrdinal;

    /// <summary>Its session; none before it is registered.</summary>
    public SessionId Session { get; private set; }

    /// <summary>The last of its messages that was answered.</summary>
    public ulong Acknowledged { get; private set; }

    public long CashMicros { get; private set; }

    public long FeesMicros { get; private set; }

    public SortedDictionary<ulong, OpenOrder> Resting { get; } = [];

    /// <summary>Stop orders that wait.</summary>
    public HashSet<OrderId> Waiting { get; } = [];

    public Dictionary<InstrumentId, long> Lots { get; } = [];

    /// <summary>Instruments that trade, by number.</summary>
    public List<InstrumentSpec> Alive { get; } = [];

    /// <summary>Open requests for quote: number, instrument, asker.</summary>
    public SortedDictionary<ulong, (InstrumentId Instrument, AccountId Asker)> Requests { get; } = [];

    public static bool IsPublic(EventKind kind) => kind is EventKind.InstrumentListed or EventKind.ComboListed
        or EventKind.InstrumentSettled or EventKind.InstrumentDelisted or EventKind.RequestOpened
        or EventKind.RequestClosed;

    /// <summary>Whether an account hears of an event, whoever caused it.</summary>
    public static bool Concerns(in VenueEvent e, AccountId account) => e.Header.Kind switch
    {
        EventKind.Trade => e.Trade.Maker.Account == account || e.Trade.Taker.Account == account,
        EventKind.Deposited or EventKind.Withdrawn => e.Account.Account == account,
        EventKind.FeesSwept => e.FeesSwept.Account == account,
        EventKind.PositionSettled => e.PositionSettled.Account == account,
        EventKind.FundingPaid => e.FundingPaid.Account == account,
        EventKind.SessionRegistered => e.Session.Account == account,
        EventKind.OrderAccepted or EventKind.OrderRested or EventKind.OrderCancelled or EventKind.OrderReduced
            or EventKind.OrderPulled or EventKind.OrderReplenished or EventKind.OrderReplaced
            or EventKind.StopTriggered or EventKind.ComboTraded => e.Order.Account == account,
        _ => false,
    };

    public void Fold(in VenueEvent e)
    {
        Assert.That(e.Header.Ordinal, Is.GreaterThan(_lastOrdinal), "each event is heard once, in order");
        _lastOrdinal = e.Header.Ordinal;
        if (IsPublic(e.Header.Kind))
        {
            FoldPublic(in e);
        }
        else if (Concerns(in e, account))
        {
            FoldOwn(in e);
        }

        if (Session != SessionId.Venue && e.Header.Session == Session && e.Header.EndsCommand == 1)
        {
            Acknowledged = Math.Max(Acknowledged, e.Header.MsgSeqNum);
        }
    }

    private void FoldPublic(in VenueEvent e)
    {
        switch (e.Header.Kind)
        {
            case EventKind.InstrumentListed:
                _specs.Add(e.Instrument.Id, e.Instrument);
                Alive.Add(e.Instrument);
                break;
            case EventKind.ComboListed:
                _specs[e.Combo.Spec.Id] = e.Combo.Spec;
                Alive.Add(e.Combo.Spec);
                break;
            case EventKind.InstrumentSettled:
                InstrumentId settled = e.InstrumentSettled.Instrument;
                Alive.RemoveAll(spec => spec.Id == settled);
                break;
            case EventKind.InstrumentDelisted:
                InstrumentId delisted = e.Delisted.Instrument;
                Alive.RemoveAll(spec => spec.Id == delisted);
                break;
            case EventKind.RequestOpened:
                Requests[e.Request.Request] = (e.Request.Instrument, e.Request.Account);
                break;
            default:
                Requests.Remove(e.Request.Request);
                break;
        }
    }

    private void FoldOwn(in VenueEvent e)
    {
        switch (e.Header.Kind)
        {
            case EventKind.SessionRegistered:
                Session = e.Session.Session;
                break;
            case EventKind.Deposited:
                CashMicros += e.Account.Source.AmountMicros;
                break;
            case EventKind.Withdrawn:
                CashMicros -= e.Account.Source.AmountMicros;
                break;
            case EventKind.FeesSwept:
                CashMicros -= e.FeesSwept.AmountMicros;
                FeesMicros -= e.FeesSwept.AmountMicros;
                break;
            case EventKind.PositionSettled:
                CashMicros += e.PositionSettled.CashMicros;
                Lots.Remove(e.PositionSettled.Instrument);
                break;
            case EventKind.FundingPaid:
                CashMicros += e.FundingPaid.CashMicros;
                break;
            case EventKind.Trade:
                FoldTrade(in e.Trade, in e.Trade.Maker, e.Trade.TakerSide.Opposite());
                FoldTrade(in e.Trade, in e.Trade.Taker, e.Trade.TakerSide);
                break;
            default:
                FoldOrder(e.Header.Kind, in e.Order);
                break;
        }
    }

    private void FoldOrder(EventKind kind, in OrderState order)
    {
        switch (kind)
        {
            case EventKind.OrderRested:
                Resting.Add(order.OrderId.Value, new OpenOrder(
                    order.Instrument, order.Side, order.PriceTicks, order.LeavesLots, order.ShownLots));
                break;
            case EventKind.OrderAccepted when order.Type is OrderType.Stop or OrderType.StopLimit:
                Waiting.Add(order.OrderId);
                break;
            case EventKind.StopTriggered:
            case EventKind.OrderCancelled when order.WasResting == 0:
                Waiting.Remove(order.OrderId);
                break;
            case EventKind.OrderCancelled or EventKind.OrderPulled:
            case EventKind.OrderReduced when order.WasResting == 1:
                Shrink(order.OrderId, order.LeavesLots, order.ShownLots);
                break;
            case EventKind.ComboTraded when order.WasResting == 1:
                Shrink(order.OrderId, order.LastLots, order.ShownLots);
                break;
            case EventKind.OrderReplenished:
                Resting[order.OrderId.Value] = Resting[order.OrderId.Value] with { Shown = order.ShownLots };
                break;
            default:
                break;
        }
    }

    private void FoldTrade(in Trade trade, in TradeParty party, Side side)
    {
        if (party.Account != account)
        {
            return;
        }

        if (party.WasResting == 1)
        {
            Shrink(party.OrderId, trade.Lots, trade.Lots);
        }

        long signed = side.Sign() * trade.Lots;
        Lots[trade.Instrument] = Lots.GetValueOrDefault(trade.Instrument) + signed;
        CashMicros -= signed * trade.PriceTicks * _specs[trade.Instrument].TickValue;
        FeesMicros += party.FeeMicros;
    }

    private void Shrink(OrderId id, long lots, long shown)
    {
        OpenOrder order = Resting[id.Value];
        OpenOrder after = order with { Leaves = order.Leaves - lots, Shown = order.Shown - shown };
        Assert.That(after.Leaves, Is.Not.Negative, $"order {id} has {order.Leaves} lots and gives {lots}");
        Resting.Remove(id.Value);
        if (after.Leaves > 0)
        {
            Resting.Add(id.Value, after);
        }
    }
}
