using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway.Quotes;

/// <summary>Quotes of a market maker and their protection: i, Z, a, U1.</summary>
/// <remarks>Thread: the session's. No allocation but for a, which copies the account's quotes.</remarks>
internal sealed class QuoteHandler(CommandPort port)
{
    public void OnMassQuote(GatewayClient client, FixMessage raw, long msgSeqNum)
    {
        var message = new MassQuoteReader(raw);
        Hash256 hash = default;
        var fault = SignatureFault.None;
        ReadOnlySpan<byte> problem = QuoteTranslator.TryRead(in message, client, port.Directory, out MassQuote quote);
        problem = problem.IsEmpty && !port.TakesOrders
            ? "The venue cannot take new quotes now: retry; cancels still work"u8
            : problem;
        if (problem.IsEmpty)
        {
            problem = OrderSignatures.Check(client, raw, in message, ref quote, out hash, out fault);
        }

        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem, fault);
            return;
        }

        client.Notes.Note(
            msgSeqNum, LevelOf(message.HasQuoteResponseLevel, message.QuoteResponseLevel), isQuoteCancel: false);
        Publish(client, in quote, msgSeqNum, hash);
    }

    /// <summary>By symbol it is a mass quote of nothing in each, so that all go in one step; else a mass cancel of
    /// quotes.</summary>
    public void OnCancel(GatewayClient client, in QuoteCancelReader message, long msgSeqNum)
    {
        bool isBySymbol = message.QuoteCancelType == QuoteCancelTypeValues.CancelForSymbol;
        MassCancel cancel = default;
        MassQuote nothing = default;
        ReadOnlySpan<byte> problem = isBySymbol
            ? QuoteCancelTranslator.TryRead(in message, client, port.Directory, out nothing)
            : QuoteCancelTranslator.TryRead(in message, client, port.Directory, out cancel);
        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        client.Notes.Note(
            msgSeqNum, LevelOf(message.HasQuoteResponseLevel, message.QuoteResponseLevel), isQuoteCancel: true);
        if (isBySymbol)
        {
            Publish(client, in nothing, msgSeqNum);
            return;
        }

        Command command = Command.Of(CommandKind.MassCancel);
        command.MassCancel = cancel;
        port.Publish(client, ref command, msgSeqNum);
    }

    public void OnStatus(GatewayClient client, in QuoteStatusRequestReader message)
    {
        port.AwaitReports(client);
        Symbols.TryFind(port.Directory, message.Symbol, out InstrumentSpec spec);
        OrderState bid = default;
        OrderState ask = default;
        foreach (OrderState side in client.Orders.Copy(quotes: true))
        {
            if (side.Instrument == spec.Id && !spec.Symbol.IsEmpty)
            {
                (side.Side == Side.Buy ? ref bid : ref ask) = side;
            }
        }

        QuoteReports.WriteStatus(client.InboundWriter, client.Account, in message, in spec, in bid, in ask);
        client.Session.Send(client.InboundWriter);
    }

    public void OnProtection(GatewayClient client, in QuoteProtectionRequestReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = ProtectionTranslator.TryRead(in message, client, out Command command);
        if (!problem.IsEmpty)
        {
            GatewayRefusals.Refuse(client, in message, problem);
            return;
        }

        port.Publish(client, ref command, msgSeqNum);
    }

    private void Publish(GatewayClient client, in MassQuote quote, long msgSeqNum, Hash256 hash = default)
    {
        Command command = Command.Of(CommandKind.MassQuote);
        command.MassQuote = quote;
        command.Header.OrderHash = hash;
        port.Publish(
            client, ref command, msgSeqNum, MemoryMarshal.AsBytes(client.Entries.AsSpan(0, (int)quote.EntryCount)));
    }

    private static AnswerLevel LevelOf(bool isThere, long value) =>
        isThere && value is (0 or 1) ? (AnswerLevel)value : AnswerLevel.Every;
}
