using System.Globalization;
using System.Net.Sockets;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Tests;

/// <summary>
/// Orders in and reports out over a real socket, with validation and the file store on, allocate nothing on any thread.
/// </summary>
/// <remarks>
/// Counted is what the whole process allocates meanwhile (GC.GetTotalAllocatedBytes, precise): receive loop, pump,
/// timer and this client. The client has all its bytes before and blocks on a plain socket, so it adds nothing. Some
/// hundred bytes are the clockwork's, not messages': a tick of the acceptor's timer walks over two concurrent
/// dictionaries. Of up to four rounds the first good one counts: what messages allocate they allocate in each, and what
/// the test's own host does meanwhile comes and goes.
/// </remarks>
[NonParallelizable]
public sealed class SocketAllocationTests
{
    private const int Warmup = 10_000;
    private const int Measured = 10_000;
    private const int Rounds = 4;
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(1)]
    [TestCase(100)]
    public async Task Order_and_its_report_allocate_less_than_a_byte(int window)
    {
        using FileMessageStore store =
            FileMessageStore.Open(_folder, SessionId.Fix44("VENUE", "PEER"), TimeProvider.System);
        var application = new EchoApplication();
        using var session = new Session(
            SessionId.Fix44("VENUE", "PEER"),
            new SessionSettings(),
            application,
            store,
            DataDictionary.HybridGpu,
            TimeProvider.System);
        await using var acceptor = new SocketAcceptor(new AcceptorSettings(), [session], TimeProvider.System);
        acceptor.Start();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        client.Connect(acceptor.LocalEndPoint);
        byte[][] batches = Batches(window);
        byte[] buffer = new byte[256 * 1024];
        string time = DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
        client.Send(Wire.Frame($"35=A|34=1|49=PEER|52={time}|56=VENUE|98=0|108=0"));
        Receive(client, buffer, 1);

        Exchange(client, batches.AsSpan(0, Warmup / window), buffer, window);
        long allocated = long.MaxValue;
        int rounds = 0;
        while (allocated >= 2 * Measured && rounds < Rounds)
        {
            ReadOnlySpan<byte[]> round = batches.AsSpan((Warmup + (rounds * Measured)) / window, Measured / window);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Exchange(client, round, buffer, window);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            rounds++;
            TestContext.Out.WriteLine($"{allocated} bytes for {Measured} orders and as many reports, window {window}");
        }

        Assert.That(application.OrderCount, Is.EqualTo(Warmup + (rounds * Measured)));
        Assert.That(session.NextSenderMsgSeqNum, Is.EqualTo(Warmup + (rounds * Measured) + 2));
        Assert.That(allocated, Is.LessThan(2 * Measured));
    }

    private static byte[][] Batches(int window)
    {
        string time = DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
        byte[][] orders = [.. Enumerable.Range(2, Warmup + (Rounds * Measured)).Select(number => Wire.Frame(
            $"35=D|34={number}|49=PEER|52={time}|56=VENUE|11=A{number}|55=BTC|54=1|60={time}|38=1|40=2|44=100.5"))];
        return [.. orders.Chunk(window).Select(chunk => chunk.SelectMany(order => order).ToArray())];
    }

    private static void Exchange(Socket client, ReadOnlySpan<byte[]> batches, byte[] buffer, int window)
    {
        foreach (byte[] batch in batches)
        {
            client.Send(batch);
            Receive(client, buffer, window);
        }
    }

    /// <summary>Reads whole messages; it waits for each batch, so none is left over.</summary>
    private static void Receive(Socket client, byte[] buffer, int count)
    {
        int length = 0;
        while (buffer.AsSpan(0, length).Count("\u000110="u8) < count || buffer[length - 1] != FixMessage.Separator)
        {
            int received = client.Receive(buffer.AsSpan(length));
            if (received == 0)
            {
                throw new IOException("The acceptor closed the connection.");
            }

            length += received;
        }
    }

    /// <summary>A report for each order.</summary>
    private sealed class EchoApplication : IApplication
    {
        private readonly FixMessageWriter _writer = new();

        public long OrderCount { get; private set; }

        public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

        public void OnLogon(Session session)
        {
        }

        public void OnLogout(Session session, string reason)
        {
        }

        public void OnReject(Session session, FixMessage reject)
        {
        }

        public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
        {
            OrderCount++;
            var order = new NewOrderSingleReader(message);
            new ExecutionReportWriter(_writer).OrderID(msgSeqNum).ClOrdID(order.ClOrdID).ExecID(msgSeqNum)
                .ExecType(ExecTypeValues.New).OrdStatus(OrdStatusValues.New).Symbol(order.Symbol).Side(order.Side)
                .LeavesQty(order.OrderQty).CumQty(default).AvgPx(default);
            session.Send(_writer, (ulong)msgSeqNum);
        }
    }
}
