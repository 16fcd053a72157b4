using System.Collections.Concurrent;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests.Conformance;

/// <summary>
/// The least that a venue does with an order: it takes a new one, refuses a ClOrdID it has, and says how that one
/// stands when PossResend asks.
/// </summary>
internal sealed class ConformanceApplication : IApplication
{
    private readonly ConcurrentDictionary<string, byte> _seen = new();

    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    public void OnLogon(Session session)
    {
    }

    public void OnLogout(Session session, string reason)
    {
    }

    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        if (!message.MsgType.SequenceEqual("D"u8))
        {
            return;
        }

        var order = new NewOrderSingleReader(message);
        bool isNew = _seen.TryAdd(Wire.Show(order.ClOrdID), 0);
        byte execType = isNew ? ExecTypeValues.New
            : message.IsYes(97) ? ExecTypeValues.OrderStatus
            : ExecTypeValues.Rejected;
        var writer = new FixMessageWriter();
        new ExecutionReportWriter(writer).OrderID(msgSeqNum).ClOrdID(order.ClOrdID).ExecID(msgSeqNum)
            .ExecType(execType).OrdStatus(isNew ? OrdStatusValues.New : OrdStatusValues.Rejected).Symbol(order.Symbol)
            .Side(order.Side).LeavesQty(new FixDecimal(1, 0)).CumQty(default).AvgPx(default);
        session.Send(writer);
    }

    public void OnReject(Session session, FixMessage reject)
    {
    }
}
