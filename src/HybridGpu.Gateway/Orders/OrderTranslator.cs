using System;
using System.Buffers.Text;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Orders;

/// <summary>NewOrderSingle(D) and OrderCancelRequest(F) to commands. Stateless; no allocation.</summary>
internal static class OrderTranslator
{
    /// <summary>Reads a new order.</summary>
    /// <param name="message">The message.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="spec">The instrument.</param>
    /// <param name="order">The order, as far as it could be read.</param>
    /// <returns>Empty, or what is wrong with it in a sentence for Text(58).</returns>
    public static ReadOnlySpan<byte> TryRead(
        scoped in NewOrderSingleReader message, GatewayClient client, scoped in InstrumentSpec spec,
        out NewOrder order)
    {
        order = default;
        order.Account = client.Account;
        order.Slot = NewOrder.AnySlot;
        order.ExpiryNs = long.MaxValue;
        if (!Text40.TryCreate(message.ClOrdID, out order.ClOrdId))
        {
            return "ClOrdID(11) must be at most 40 printable ASCII characters"u8;
        }

        if (message.HasAccount && !IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        order.Instrument = spec.Id;
        order.Side = SideOf(message.Side);
        if (order.Side == Side.None)
        {
            return "Side(54) must be 1 (buy) or 2 (sell)"u8;
        }

        if (!VenuePrice.TryLots(message.OrderQty, out order.Lots))
        {
            return "OrderQty(38) must be a whole number of lots"u8;
        }

        ReadOnlySpan<byte> problem = ReadPrices(in message, in spec, ref order);
        problem = problem.IsEmpty ? ReadTimeInForce(in message, ref order) : problem;
        return problem.IsEmpty ? ReadInstructions(in message, ref order) : problem;
    }

    /// <summary>Reads a replacement: price, quantity, name; everything else stays as it was.</summary>
    /// <param name="message">The message.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="directory">Instruments by symbol.</param>
    /// <param name="replace">The command, as far as it could be read.</param>
    /// <param name="spec">The instrument named, in whose terms price and quantity are.</param>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in OrderCancelReplaceRequestReader message,
        GatewayClient client,
        VenueDirectory directory,
        out ReplaceOrder replace,
        out InstrumentSpec spec)
    {
        replace = new ReplaceOrder { Account = client.Account, OrderId = ReadOrderId(message.OrderID) };
        spec = default;
        if (!Text40.TryCreate(message.ClOrdID, out replace.ClOrdId)
            || !Text40.TryCreate(message.OrigClOrdID, out replace.OrigClOrdId))
        {
            return "ClOrdID(11) and OrigClOrdID(41) must be at most 40 printable ASCII characters"u8;
        }

        if (message.HasAccount && !IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        if (!Symbols.TryFind(directory, message.Symbol, out spec))
        {
            return "Unknown Symbol(55)"u8;
        }

        if (message.OrdType != OrdTypeValues.Limit || !message.HasPrice)
        {
            return "OrdType(40) must be 2 (limit) with a Price(44): only limit orders can be replaced"u8;
        }

        if (!VenuePrice.TryTicks(message.Price, in spec, out replace.PriceTicks))
        {
            return "Price(44) is not a multiple of the tick size"u8;
        }

        return VenuePrice.TryLots(message.OrderQty, out replace.Lots)
            ? default
            : "OrderQty(38) must be a whole number of lots"u8;
    }

    /// <summary>Reads a cancel; what isn't known goes to the engine, which says so.</summary>
    public static ReadOnlySpan<byte> TryRead(
        in OrderCancelRequestReader message, GatewayClient client, out CancelOrder cancel)
    {
        cancel = default;
        cancel.Account = client.Account;
        if (!Text40.TryCreate(message.ClOrdID, out cancel.ClOrdId)
            || !Text40.TryCreate(message.OrigClOrdID, out cancel.OrigClOrdId))
        {
            return "ClOrdID(11) and OrigClOrdID(41) must be at most 40 printable ASCII characters"u8;
        }

        cancel.OrderId = ReadOrderId(message.OrderID);
        return message.HasAccount && !IsAccount(message.Account, client.Account)
            ? "Account(1) is not this session's account"u8
            : default;
    }

    /// <summary>True when an Account(1) names this account.</summary>
    public static bool IsAccount(ReadOnlySpan<byte> text, AccountId account) =>
        Utf8Parser.TryParse(text, out uint number, out int length) && length == text.Length && number == account.Value;

    /// <summary>OrderID(37) as the venue's id; anything else than one of ours is none.</summary>
    public static OrderId ReadOrderId(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out ulong id, out int length) && length == text.Length
            ? new OrderId(id)
            : OrderId.None;

    /// <summary>Side(54); none when absent or another.</summary>
    public static Side SideOf(byte side) => side switch
    {
        SideValues.Buy => Side.Buy,
        SideValues.Sell => Side.Sell,
        _ => Side.None,
    };

    private static ReadOnlySpan<byte> ReadPrices(
        scoped in NewOrderSingleReader message, scoped in InstrumentSpec spec, scoped ref NewOrder order)
    {
        order.Type = message.OrdType switch
        {
            OrdTypeValues.Market => OrderType.Market,
            OrdTypeValues.Stop => OrderType.Stop,
            OrdTypeValues.StopLimit => OrderType.StopLimit,
            _ => OrderType.Limit,
        };
        bool isStop = order.Type is OrderType.Stop or OrderType.StopLimit;
        if (order.Type is OrderType.Limit or OrderType.StopLimit && !message.HasPrice)
        {
            return "OrdType(40) 2 and 4 need a Price(44)"u8;
        }

        if (isStop != message.HasStopPx)
        {
            return "StopPx(99) belongs to OrdType(40) 3 and 4, which need it"u8;
        }

        // A market order may name its worst price; without one the price band is it.
        if (message.HasPrice && !VenuePrice.TryTicks(message.Price, in spec, out order.PriceTicks))
        {
            return "Price(44) is not a multiple of the tick size"u8;
        }

        if (isStop && !VenuePrice.TryTicks(message.StopPx, in spec, out order.StopTicks))
        {
            return "StopPx(99) is not a multiple of the tick size"u8;
        }

        order.Trigger = (StopTrigger)message.StopTrigger;
        return message.HasMaxFloor && !VenuePrice.TryLots(message.MaxFloor, out order.DisplayLots)
            ? "MaxFloor(111) must be a whole number of lots"u8
            : default;
    }

    private static ReadOnlySpan<byte> ReadTimeInForce(
        scoped in NewOrderSingleReader message, scoped ref NewOrder order)
    {
        // The venue has no trading day: Day means until cancelled. What never rests needs no time in force.
        switch (message.HasTimeInForce ? message.TimeInForce : TimeInForceValues.Day)
        {
            case TimeInForceValues.Day:
            case TimeInForceValues.GoodTillCancel:
                order.TimeInForce = order.Type == OrderType.Market
                    ? TimeInForce.ImmediateOrCancel
                    : TimeInForce.GoodTillCancel;
                return default;
            case TimeInForceValues.ImmediateOrCancel:
                order.TimeInForce = TimeInForce.ImmediateOrCancel;
                return default;
            case TimeInForceValues.FillOrKill:
                order.TimeInForce = TimeInForce.FillOrKill;
                return default;
            case TimeInForceValues.GoodTillDate when message.HasExpireTime:
                order.ExpiryNs = message.ExpireTimeNs;
                return default;
            default:
                return "TimeInForce(59) must be 0, 1, 3, 4, or 6 with an ExpireTime(126)"u8;
        }
    }

    private static ReadOnlySpan<byte> ReadInstructions(
        scoped in NewOrderSingleReader message, scoped ref NewOrder order)
    {
        bool slides = message.PostOnlyAction == PostOnlyActionValues.Slide;
        foreach (byte instruction in message.ExecInst)
        {
            switch (instruction)
            {
                case (byte)'6':
                    order.Traits |= slides ? OrderTraits.PostOnlySlide : OrderTraits.PostOnly;
                    break;
                case (byte)'E':
                    order.Traits |= OrderTraits.ReduceOnly;
                    break;
                case (byte)' ':
                    break;
                default:
                    return "ExecInst(18) must be 6 (participate, don't initiate), E (do not increase) or both"u8;
            }
        }

        order.SelfTrade = (SelfTradeAction)message.SelfTradeAction;
        return QuoteGroups.TryRead(message.HasQuoteGroup, message.QuoteGroup, out order.QuoteGroup);
    }
}
