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
    /// <param name="directory">Instruments by symbol.</param>
    /// <param name="order">The order, as far as it could be read.</param>
    /// <returns>Empty, or what is wrong with it in a sentence for Text(58).</returns>
    public static ReadOnlySpan<byte> TryRead(
        in NewOrderSingleReader message, GatewayClient client, VenueDirectory directory, out NewOrder order)
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

        if (!Text40.TryCreate(message.Symbol, out Text40 symbol)
            || !directory.TryFindInstrument(symbol, out InstrumentSpec spec))
        {
            return "Unknown Symbol(55)"u8;
        }

        order.Instrument = spec.Id;
        order.Side = message.Side switch
        {
            SideValues.Buy => Side.Buy,
            SideValues.Sell => Side.Sell,
            _ => Side.None,
        };
        if (order.Side == Side.None)
        {
            return "Side(54) must be 1 (buy) or 2 (sell)"u8;
        }

        if (message.OrdType != OrdTypeValues.Limit || !message.HasPrice)
        {
            return "OrdType(40) must be 2 (limit) with a Price(44)"u8;
        }

        if (!VenuePrice.TryTicks(message.Price, in spec, out order.PriceTicks))
        {
            return "Price(44) is not a multiple of the tick size"u8;
        }

        if (!VenuePrice.TryLots(message.OrderQty, out order.Lots))
        {
            return "OrderQty(38) must be a whole number of lots"u8;
        }

        return ReadInstructions(in message, ref order);
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

        if (message.HasOrderID && Utf8Parser.TryParse(message.OrderID, out ulong id, out int length)
            && length == message.OrderID.Length)
        {
            cancel.OrderId = new OrderId(id);
        }

        return message.HasAccount && !IsAccount(message.Account, client.Account)
            ? "Account(1) is not this session's account"u8
            : default;
    }

    /// <summary>True when an Account(1) names this account.</summary>
    public static bool IsAccount(ReadOnlySpan<byte> text, AccountId account) =>
        Utf8Parser.TryParse(text, out uint number, out int length) && length == text.Length && number == account.Value;

    private static ReadOnlySpan<byte> ReadInstructions(
        scoped in NewOrderSingleReader message, scoped ref NewOrder order)
    {
        // The venue has no trading day: Day means until cancelled.
        switch (message.HasTimeInForce ? message.TimeInForce : TimeInForceValues.Day)
        {
            case TimeInForceValues.Day:
            case TimeInForceValues.GoodTillCancel:
                order.TimeInForce = TimeInForce.GoodTillCancel;
                break;
            case TimeInForceValues.ImmediateOrCancel:
                order.TimeInForce = TimeInForce.ImmediateOrCancel;
                break;
            case TimeInForceValues.GoodTillDate when message.HasExpireTime:
                order.ExpiryNs = message.ExpireTimeNs;
                break;
            default:
                return "TimeInForce(59) must be 0, 1, 3, or 6 with an ExpireTime(126)"u8;
        }

        if (message.HasExecInst)
        {
            if (!message.ExecInst.SequenceEqual("6"u8))
            {
                return "ExecInst(18) must be 6 (participate, don't initiate) or absent"u8;
            }

            order.Traits = OrderTraits.PostOnly;
        }

        return default;
    }
}
