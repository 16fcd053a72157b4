using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.LoadTests;

/// <summary>Our acceptor in a process of its own: each order is answered by a report, but for SINK ones.</summary>
/// <remarks>Validation, file store and the audit of what is received are on: the settings of the venue.</remarks>
internal sealed class EchoServer : IApplication
{
    private readonly FixMessageWriter _writer = new();
    private long _reportCount;

    /// <summary>Serves until the process is killed.</summary>
    /// <param name="store">The folder of the session's files.</param>
    public static async Task RunAsync(string store)
    {
        var id = SessionId.Fix44(LoadClient.Target, LoadClient.Sender);
        using FileMessageStore messages = FileMessageStore.Open(store, id, TimeProvider.System);
        using var session = new Session(
            id, new SessionSettings(), new EchoServer(), messages, DataDictionary.HybridGpu, TimeProvider.System);
        await using var acceptor = new SocketAcceptor(new AcceptorSettings(), [session], TimeProvider.System);
        acceptor.Start();
        Console.WriteLine($"listening {acceptor.LocalEndPoint.Port}");
        await Task.Delay(Timeout.Infinite);
    }

    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    public void OnLogon(Session session)
    {
    }

    public void OnLogout(Session session, string reason) => Console.WriteLine("logout: " + reason);

    public void OnReject(Session session, FixMessage reject) => Console.WriteLine(reject.ToString());

    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        var order = new NewOrderSingleReader(message);
        ReadOnlySpan<byte> clOrdId = order.ClOrdID;
        if (clOrdId.StartsWith("SINK"u8))
        {
            return;
        }

        long number = ++_reportCount;
        new ExecutionReportWriter(_writer).OrderID(number).ClOrdID(clOrdId).ExecID(number)
            .ExecType(ExecTypeValues.New).OrdStatus(OrdStatusValues.New).Symbol(order.Symbol).Side(order.Side)
            .LeavesQty(order.OrderQty).CumQty(default).AvgPx(default);
        session.Send(_writer);
    }
}
