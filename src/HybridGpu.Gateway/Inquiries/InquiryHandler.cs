using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Gateway.Orders;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>Questions that change nothing: instruments (x), positions (AN), collateral (BB), margin after trades that
/// have not happened (U3), who is logged on (BE).</summary>
/// <remarks>Thread: the session's. Answers are copies and allocate. Marks, Greeks and margin are the last tick's;
/// quantities are as of what the asker had sent before.</remarks>
internal sealed class InquiryHandler(CommandPort port, IReadOnlyList<GatewayClient> clients)
{
    public void OnSecurityList(GatewayClient client, in SecurityListRequestReader message)
    {
        List<InstrumentSpec> found = [];
        ReadOnlySpan<byte> problem = default;
        switch (message.SecurityListRequestType)
        {
            case SecurityListRequestTypeValues.Symbol:
                bool isKnown = Symbols.TryFind(port.Directory, message.Symbol, out InstrumentSpec one);
                problem = isKnown ? default : "Unknown Symbol(55)"u8;
                found.Add(one);
                break;
            case SecurityListRequestTypeValues.Underlying:
                isKnown = Symbols.TryFindUnderlying(
                    port.Directory, message.UnderlyingSymbol, out UnderlyingId underlying);
                problem = isKnown ? default : "Unknown UnderlyingSymbol(311)"u8;
                found.AddRange(port.Directory.LiveInstruments());
                found.RemoveAll(spec => spec.Underlying != underlying);
                break;
            default:
                found.AddRange(port.Directory.LiveInstruments());
                break;
        }

        if (!problem.IsEmpty)
        {
            SecurityLists.WriteNone(client.InboundWriter, message.SecurityReqID, problem);
            client.Session.Send(client.InboundWriter);
            return;
        }

        found.Sort(static (spec, other) => spec.Id.Value.CompareTo(other.Id.Value));
        for (int from = 0; from == 0 || from < found.Count; from += SecurityLists.PartMax)
        {
            SecurityLists.Write(client.InboundWriter, message.SecurityReqID, found, from);
            client.Session.Send(client.InboundWriter);
        }
    }

    public void OnPositions(GatewayClient client, in RequestForPositionsReader message)
    {
        ReadOnlySpan<byte> problem = CheckAccount(client, message.HasAccount, message.Account);
        InstrumentSpec only = default;
        if (problem.IsEmpty && message.HasSymbol && !Symbols.TryFind(port.Directory, message.Symbol, out only))
        {
            problem = "Unknown Symbol(55)"u8;
        }

        if (!problem.IsEmpty)
        {
            PositionReports.WriteAck(client, message.PosReqID, 0, problem);
            client.Session.Send(client.InboundWriter);
            return;
        }

        port.AwaitReports(client);
        List<(InstrumentId Instrument, long Lots)> held = client.Record.Positions.Copy();
        if (message.HasSymbol)
        {
            held.RemoveAll(position => position.Instrument != only.Id);
        }

        PositionReports.WriteAck(client, message.PosReqID, held.Count, default);
        client.Session.Send(client.InboundWriter);
        foreach ((InstrumentId instrument, long lots) in held)
        {
            ContractRisk contract = default;
            bool isPriced = port.Risk?.TryGetContract(instrument, out contract) == true;
            port.Directory.TryGetInstrument(instrument, out InstrumentSpec spec);
            PositionReports.Write(client, message.PosReqID, held.Count, in spec, lots, isPriced, in contract);
            client.Session.Send(client.InboundWriter);
        }
    }

    public void OnCollateral(GatewayClient client, in CollateralInquiryReader message)
    {
        ReadOnlySpan<byte> problem = CheckAccount(client, message.HasAccount, message.Account);
        AccountRisk account = default;
        RiskSnapshot? risk = port.Risk;
        if (problem.IsEmpty && risk?.TryGetAccount(client.Account, out account) != true)
        {
            problem = "No figures of this account yet: retry after the next risk tick"u8;
        }

        if (problem.IsEmpty)
        {
            CollateralReports.Write(client.InboundWriter, in message, in account, risk!.Epoch);
        }
        else
        {
            CollateralReports.WriteNone(client, in message, problem);
        }

        client.Session.Send(client.InboundWriter);
    }

    public void OnMargin(GatewayClient client, in MarginRequestReader message)
    {
        List<SupposedTrade> trades = [];
        ReadOnlySpan<byte> problem = CheckAccount(client, message.HasAccount, message.Account);
        int result = MarginReqResultValues.Other;
        problem = problem.IsEmpty
            ? MarginQuestions.TryRead(in message, port.Directory, trades, out result)
            : problem;
        MarginAnswer answer = default;
        if (problem.IsEmpty)
        {
            result = MarginReqResultValues.NotRisked;
            problem = port.Ask(new MarginQuestion(client.Account, trades)) is { } given
                ? Judge(answer = given, ref result)
                : "No figures now: retry"u8;
        }

        if (problem.IsEmpty)
        {
            MarginReports.Write(client, in message, in answer, port.WallNs);
        }
        else
        {
            MarginReports.WriteNone(client, in message, result, problem);
        }

        client.Session.Send(client.InboundWriter);
    }

    /// <summary>Whether a session is logged on; of other accounts' nothing is said.</summary>
    public void OnUser(GatewayClient client, in UserRequestReader message)
    {
        bool isStatus = message.UserRequestType == UserRequestTypeValues.RequestStatus;
        GatewayClient? asked = null;
        if (isStatus && Text40.TryCreate(message.Username, out Text40 compId))
        {
            foreach (GatewayClient known in clients)
            {
                asked = known.CompId == compId && known.Account == client.Account ? known : asked;
            }
        }

        UserResponseWriter response = new UserResponseWriter(client.InboundWriter)
            .UserRequestID(message.UserRequestID)
            .Username(message.Username)
            .UserStatus(
                !isStatus ? UserStatusValues.Other
                : asked is null ? UserStatusValues.NotRecognised
                : asked.Session.State == SessionState.LoggedOn ? UserStatusValues.LoggedIn
                : UserStatusValues.NotLoggedIn);
        if (!isStatus)
        {
            response.UserStatusText("UserRequestType(924) must be 4: logging on and off is Logon's and Logout's"u8);
        }

        client.Session.Send(client.InboundWriter);
    }

    private static ReadOnlySpan<byte> Judge(MarginAnswer answer, scoped ref int result)
    {
        if (answer.IsDone)
        {
            return default;
        }

        bool isInstrument = answer.Unpriced != InstrumentId.Unassigned;
        result = isInstrument ? MarginReqResultValues.NotPriced : MarginReqResultValues.NotRisked;
        return isInstrument ? "An instrument has no price now"u8 : "No figures of this account yet: retry"u8;
    }

    private static ReadOnlySpan<byte> CheckAccount(GatewayClient client, bool isThere, ReadOnlySpan<byte> account) =>
        isThere && !OrderTranslator.IsAccount(account, client.Account)
            ? "Account(1) is not this session's account"u8
            : default;
}
