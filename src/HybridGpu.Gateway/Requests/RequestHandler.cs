using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Orders;

namespace HybridGpu.Gateway.Requests;

/// <summary>Requests for quote: QuoteRequest(R) and QuoteResponse(AJ) of those who ask, Quote(S) of those who
/// answer.</summary>
/// <remarks>Thread: the session's.</remarks>
internal sealed class RequestHandler(CommandPort port, RequestBoard board)
{
    /// <summary>Life of a request that names none.</summary>
    private const long DefaultLifeNs = 60_000_000_000;

    private static ReadOnlySpan<byte> NotNow => "The venue cannot take requests now: retry"u8;

    private static ReadOnlySpan<byte> UnknownRequest => "Unknown QuoteReqID(131), or no longer open"u8;

    /// <summary>Opens a request.</summary>
    public void OnRequest(GatewayClient client, in QuoteRequestReader message, long msgSeqNum)
    {
        Command command = Command.Of(CommandKind.RequestForQuote);
        ReadOnlySpan<byte> problem = TryRead(client, in message, ref command.RequestForQuote);
        problem = problem.IsEmpty && !port.TakesOrders ? NotNow : problem;
        if (!problem.IsEmpty)
        {
            RequestReports.Refuse(client, in message, problem);
            return;
        }

        // The last of the checks: only what makers would be told of counts.
        Span<byte> wait = stackalloc byte[SessionGuard.WaitTextMax];
        if (!client.Guard.TryPassQuoteRequest(wait, out int length))
        {
            RequestReports.Refuse(
                client, in message, wait[..length], QuoteRequestRejectReasonValues.ExceedsLimit);
            return;
        }

        port.Publish(client, ref command, msgSeqNum);
    }

    /// <summary>Answers one with firm prices.</summary>
    public void OnQuote(GatewayClient client, in QuoteReader message, long msgSeqNum)
    {
        Command command = Command.Of(CommandKind.QuoteRequestAnswer);
        ReadOnlySpan<byte> problem = TryRead(client, in message, ref command.QuoteRequestAnswer);
        problem = problem.IsEmpty && !port.TakesOrders ? NotNow : problem;
        if (!problem.IsEmpty)
        {
            RequestReports.Refuse(client, message.QuoteID, message.QuoteReqID, message.Symbol, problem);
            return;
        }

        port.Publish(client, ref command, msgSeqNum);
    }

    /// <summary>Takes the answers, or ends the request.</summary>
    public void OnResponse(GatewayClient client, in QuoteResponseReader message, long msgSeqNum)
    {
        Command command = Command.Of(CommandKind.AcceptQuotes);
        ReadOnlySpan<byte> problem = TryRead(client, in message, ref command.AcceptQuotes);
        problem = problem.IsEmpty && !port.TakesOrders ? NotNow : problem;
        if (!problem.IsEmpty)
        {
            RequestReports.Refuse(client, message.QuoteRespID, message.QuoteReqID, message.Symbol, problem);
            return;
        }

        port.Publish(client, ref command, msgSeqNum);
    }

    private ReadOnlySpan<byte> TryRead(
        GatewayClient client, scoped in QuoteRequestReader message, ref RequestForQuote asked)
    {
        asked.Account = client.Account;
        if (!Text40.TryCreate(message.QuoteReqID, out asked.Name) || asked.Name.IsEmpty)
        {
            return "QuoteReqID(131) must be 1 to 40 printable ASCII characters"u8;
        }

        if (board.TryFindOwn(client.Account, message.QuoteReqID, out _))
        {
            return "QuoteReqID(131) is that of an open request"u8;
        }

        if (message.NoRelatedSym.Count != 1)
        {
            return "NoRelatedSym(146) must be 1: a request is for one instrument"u8;
        }

        foreach (QuoteRequestReader.NoRelatedSymEntry item in message.NoRelatedSym)
        {
            if (item.HasAccount && !OrderTranslator.IsAccount(item.Account, client.Account))
            {
                return "Account(1) is not this session's account"u8;
            }

            if (!Symbols.TryFind(port.Directory, item.Symbol, out InstrumentSpec spec))
            {
                return "Unknown Symbol(55)"u8;
            }

            if (!item.HasOrderQty || !VenuePrice.TryLots(item.OrderQty, out asked.Lots))
            {
                return "OrderQty(38) must be a whole number of lots"u8;
            }

            asked.Instrument = spec.Id;
            asked.Side = item.HasSide ? OrderTranslator.SideOf(item.Side) : Side.None;
            if (item.HasSide && asked.Side == Side.None)
            {
                return "Side(54) must be 1 (buy), 2 (sell) or absent"u8;
            }

            asked.ExpiryNs = item.HasExpireTime ? item.ExpireTimeNs : port.WallNs + DefaultLifeNs;
        }

        return default;
    }

    private ReadOnlySpan<byte> TryRead(
        GatewayClient client, scoped in QuoteReader message, ref QuoteRequestAnswer answer)
    {
        answer.Account = client.Account;
        if (!Text40.TryCreate(message.QuoteID, out answer.Name) || answer.Name.IsEmpty)
        {
            return "QuoteID(117) must be 1 to 40 printable ASCII characters"u8;
        }

        if (message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        if (!board.TryFind(message.QuoteReqID, out OpenRequest? request))
        {
            return UnknownRequest;
        }

        if (!Symbols.TryFind(port.Directory, message.Symbol, out InstrumentSpec spec) || spec.Id != request.Instrument)
        {
            return "Symbol(55) is not the request's"u8;
        }

        answer.Request = request.Number;
        ReadOnlySpan<byte> problem = TryReadSide(
            message.HasBidPx, message.BidPx, message.HasBidSize, message.BidSize, in spec,
            out answer.BidTicks, out answer.BidLots);
        return problem.IsEmpty
            ? TryReadSide(
                message.HasOfferPx, message.OfferPx, message.HasOfferSize, message.OfferSize, in spec,
                out answer.AskTicks, out answer.AskLots)
            : problem;
    }

    /// <summary>A side without a size, or with one of 0, isn't offered.</summary>
    private static ReadOnlySpan<byte> TryReadSide(
        bool hasPrice, FixDecimal price, bool hasSize, FixDecimal size, scoped in InstrumentSpec spec, out long ticks,
        out long lots)
    {
        ticks = 0;
        lots = 0;
        if (hasSize && !VenuePrice.TryLots(size, out lots))
        {
            return "BidSize(134) and OfferSize(135) must be whole numbers of lots"u8;
        }

        if (hasPrice && !hasSize)
        {
            return "A price needs its size: BidSize(134), OfferSize(135)"u8;
        }

        if (lots == 0)
        {
            return default;
        }

        return hasPrice && VenuePrice.TryTicks(price, in spec, out ticks)
            ? default
            : "BidPx(132) and OfferPx(133) must be multiples of the tick size"u8;
    }

    private ReadOnlySpan<byte> TryRead(
        GatewayClient client, scoped in QuoteResponseReader message, ref AcceptQuotes accept)
    {
        accept.Account = client.Account;
        ReadOnlySpan<byte> name = message.HasClOrdID ? message.ClOrdID : message.QuoteRespID;
        if (!Text40.TryCreate(name, out accept.Name) || accept.Name.IsEmpty)
        {
            return "ClOrdID(11), or QuoteRespID(693) in its place, must be 1 to 40 printable ASCII characters"u8;
        }

        if (message.HasAccount && !OrderTranslator.IsAccount(message.Account, client.Account))
        {
            return "Account(1) is not this session's account"u8;
        }

        if (!board.TryFindOwn(client.Account, message.QuoteReqID, out OpenRequest? request))
        {
            return UnknownRequest;
        }

        if (!Symbols.TryFind(port.Directory, message.Symbol, out InstrumentSpec spec) || spec.Id != request.Instrument)
        {
            return "Symbol(55) is not the request's"u8;
        }

        accept.Request = request.Number;
        if (message.QuoteRespType == QuoteRespTypeValues.Pass)
        {
            return default;
        }

        if (message.QuoteRespType != QuoteRespTypeValues.HitLift)
        {
            return "QuoteRespType(694) must be 1 (hit or lift) or 6 (pass)"u8;
        }

        accept.Side = message.HasSide ? OrderTranslator.SideOf(message.Side) : Side.None;
        if (accept.Side == Side.None)
        {
            return "Side(54) must be 1 (buy) or 2 (sell)"u8;
        }

        if (!message.HasOrderQty || !VenuePrice.TryLots(message.OrderQty, out accept.Lots) || accept.Lots <= 0)
        {
            return "OrderQty(38) must be a positive whole number of lots"u8;
        }

        return message.HasPrice && VenuePrice.TryTicks(message.Price, in spec, out accept.LimitTicks)
            ? default
            : "Price(44), the worst that is taken, must be a multiple of the tick size"u8;
    }
}
