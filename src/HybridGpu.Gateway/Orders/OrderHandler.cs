using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway.Orders;

/// <summary>Orders, their replacement and cancel, and questions about them: D, G, F, q, H, AF.</summary>
/// <remarks>Thread: the session's. D, G, F and q allocate nothing; AF copies the account's open orders.</remarks>
internal sealed class OrderHandler(CommandPort port)
{
    private static ReadOnlySpan<byte> NotNow => "The venue cannot take new orders now: retry; cancels still work"u8;

    public void OnNewOrder(GatewayClient client, FixMessage raw, long msgSeqNum)
    {
        bool isKnown = Symbols.TryFind(
            port.Directory, new NewOrderSingleReader(raw).Symbol, out InstrumentSpec spec);
        OnNewOrder(client, raw, in spec, isKnown ? default : "Unknown Symbol(55)"u8, msgSeqNum);
    }

    /// <summary>An order whose instrument was found, or has a problem, which is then the order's.</summary>
    public void OnNewOrder(
        GatewayClient client, FixMessage raw, in InstrumentSpec spec, ReadOnlySpan<byte> unlisted, long msgSeqNum)
    {
        var message = new NewOrderSingleReader(raw);
        Command command = Command.Of(CommandKind.NewOrder);
        var fault = SignatureFault.None;
        ReadOnlySpan<byte> problem = unlisted.IsEmpty
            ? OrderTranslator.TryRead(in message, client, in spec, out command.NewOrder)
            : unlisted;
        problem = problem.IsEmpty && !port.TakesOrders ? NotNow : problem;
        if (problem.IsEmpty)
        {
            problem = OrderSignatures.Check(
                client, raw, in message, ref command.NewOrder, out command.Header.OrderHash, out fault);
        }

        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem, fault);
            return;
        }

        port.Publish(client, ref command, msgSeqNum);
    }

    public void OnReplace(GatewayClient client, in OrderCancelReplaceRequestReader message, long msgSeqNum)
    {
        if (client.Signatures is not null)
        {
            GatewayRefusals.Refuse(
                client, in message,
                "A signed order is replaced by another in its slot: send a NewOrderSingle with a higher OrderNonce"u8,
                SignatureFault.NotSignable);
            return;
        }

        ReadOnlySpan<byte> problem = OrderTranslator.TryRead(
            in message, client, port.Directory, out ReplaceOrder replace, out InstrumentSpec spec);
        problem = problem.IsEmpty && !port.TakesOrders ? NotNow : problem;
        problem = problem.IsEmpty ? Compare(client, in message, in replace, in spec) : problem;
        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        Command command = Command.Of(CommandKind.ReplaceOrder);
        command.ReplaceOrder = replace;
        port.Publish(client, ref command, msgSeqNum);
    }

    public void OnCancel(GatewayClient client, in OrderCancelRequestReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = OrderTranslator.TryRead(in message, client, out CancelOrder cancel);
        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder = cancel;
        port.Publish(client, ref command, msgSeqNum);
    }

    public void OnMassCancel(GatewayClient client, in OrderMassCancelRequestReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = MassCancelTranslator.TryRead(
            in message, client, port.Directory, out MassCancel cancel);
        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        Command command = Command.Of(CommandKind.MassCancel);
        command.MassCancel = cancel;
        port.Publish(client, ref command, msgSeqNum);
    }

    public void OnStatus(GatewayClient client, in OrderStatusRequestReader message)
    {
        port.AwaitReports(client);
        OrderId id = OrderTranslator.ReadOrderId(message.OrderID);
        bool isKnown = Text40.TryCreate(message.ClOrdID, out Text40 name)
            & client.Orders.TryFind(id, name, out OrderState order);
        StatusReports.Write(client, port.Directory, in message, isKnown, in order);
        client.Session.Send(client.InboundWriter);
    }

    public void OnMassStatus(GatewayClient client, in OrderMassStatusRequestReader message)
    {
        ReadOnlySpan<byte> problem = OrderFilter.TryRead(in message, port.Directory, out OrderFilter filter);
        List<OrderState> found = [];
        if (problem.IsEmpty)
        {
            port.AwaitReports(client);
            found = client.Orders.Copy(quotes: false);
            found.RemoveAll(order => !filter.Takes(in order, port.Directory));
        }

        problem = problem.IsEmpty && found.Count == 0 ? "No open orders"u8 : problem;
        if (!problem.IsEmpty)
        {
            StatusReports.WriteNone(client, message.MassStatusReqID, problem);
            client.Session.Send(client.InboundWriter);
            return;
        }

        for (int i = 0; i < found.Count; i++)
        {
            OrderState order = found[i];
            StatusReports.Write(client, port.Directory, message.MassStatusReqID, in order, i, found.Count);
            client.Session.Send(client.InboundWriter);
        }
    }

    /// <summary>Price and quantity are read in the terms of Symbol(55), so that must be the order's. Where the order
    /// isn't known after a wait it is the engine that says so.</summary>
    private ReadOnlySpan<byte> Compare(
        GatewayClient client,
        scoped in OrderCancelReplaceRequestReader message,
        scoped in ReplaceOrder replace,
        scoped in InstrumentSpec spec)
    {
        if (!client.Orders.TryFind(replace.OrderId, replace.OrigClOrdId, out OrderState order))
        {
            port.AwaitReports(client);
            if (!client.Orders.TryFind(replace.OrderId, replace.OrigClOrdId, out order))
            {
                return default;
            }
        }

        if (order.Instrument != spec.Id)
        {
            return "Symbol(55) is not the order's"u8;
        }

        return message.Side == (byte)('0' + (int)order.Side) ? default : "Side(54) is not the order's"u8;
    }
}
