using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Tests;

/// <summary>Many connections at once, good ones and bad ones: none may harm another.</summary>
[NonParallelizable]
public sealed class CrowdTests
{
    private readonly List<Session> _sessions = [];
    private readonly List<RecordingApplication> _applications = [];

    [TearDown]
    public void DisposeSessions()
    {
        _sessions.ForEach(session => session.Dispose());
        _sessions.Clear();
        _applications.Clear();
    }

    [Test]
    public async Task A_thousand_sessions_are_connected_and_a_hundred_of_them_trade()
    {
        const int connected = 1_000;
        const int active = 100;
        const int orders = 20;
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), Names(connected));
        RawClient[] clients = await Task.WhenAll(
            Names(connected).Select(name => RawClient.LogOnAsync(acceptor.LocalEndPoint, name)));
        SocketTests.Until(() => acceptor.ConnectionCount == connected);

        int[] reports = await Task.WhenAll(clients.Take(active).Select(client => client.TradeAsync(orders)));

        Assert.That(reports, Is.All.EqualTo(orders));
        Assert.That(_sessions.Select(session => session.State), Is.All.EqualTo(SessionState.LoggedOn));
        Assert.That(await clients[^1].TradeAsync(1), Is.EqualTo(1), "one of the silent ones");
        Array.ForEach(clients, client => client.Dispose());
        SocketTests.Until(() => acceptor.ConnectionCount == 0);
    }

    [Test]
    public async Task Half_open_connection_is_noticed_and_its_session_can_log_on_again()
    {
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), ["MAKER"]);
        using RawClient gone = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "MAKER", heartbeatSeconds: 1);

        // Its socket stays open and says nothing any more, as when a cable is pulled.
        SocketTests.Until(() => acceptor.ConnectionCount == 0);

        Assert.That(_sessions[0].State, Is.EqualTo(SessionState.Disconnected));
        using RawClient back = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "MAKER", msgSeqNum: 2);
        Assert.That(await back.TradeAsync(3), Is.EqualTo(3));
    }

    [Test]
    public async Task Connect_flood_is_bounded_and_leaves_live_sessions_alone()
    {
        var settings = new AcceptorSettings { MaxConnections = 32, LogonTimeout = TimeSpan.FromSeconds(2) };
        await using SocketAcceptor acceptor = StartAcceptor(settings, ["LIVE", "NEXT"]);
        using RawClient live = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "LIVE");

        TcpClient[] flood = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => ConnectAsync(acceptor)));

        Assert.That(await live.TradeAsync(10), Is.EqualTo(10));
        Assert.That(acceptor.ConnectionCount, Is.LessThanOrEqualTo(32));

        // Silent ones that were let in are closed when their time to log on is over: others can come in again.
        SocketTests.Until(() => flood.All(HasEnded));
        SocketTests.Until(() => acceptor.ConnectionCount == 1);
        Assert.That(acceptor.RefusedCount, Is.Positive);
        using RawClient next = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "NEXT");
        Assert.That(await next.TradeAsync(1), Is.EqualTo(1));
        Array.ForEach(flood, client => client.Dispose());
    }

    [Test]
    public async Task Connections_that_never_finish_TLS_are_closed_in_time()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var settings = new AcceptorSettings
        {
            Certificate = certificate,
            LogonTimeout = TimeSpan.FromMilliseconds(300),
        };
        await using SocketAcceptor acceptor = StartAcceptor(settings, []);

        TcpClient[] flood = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConnectAsync(acceptor)));

        SocketTests.Until(() => acceptor.RefusedCount == 50);
        Array.ForEach(flood, client => client.Dispose());
    }

    [Test]
    public async Task Logon_flood_of_strangers_and_doubles_leaves_live_sessions_alone()
    {
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), ["LIVE"]);
        using RawClient live = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "LIVE");

        Task<long[]> flood = Task.WhenAll(Enumerable.Range(0, 400).Select(
            number => RawClient.RefusedLogonAsync(acceptor.LocalEndPoint, number % 2 == 0 ? "LIVE" : $"NONE{number}")));
        int traded = await live.TradeAsync(50);
        long[] answers = await flood;

        Assert.That(traded, Is.EqualTo(50));
        Assert.That(answers, Is.All.Zero, "bytes that a refused Logon is answered with");
        Assert.That(acceptor.RefusedCount, Is.EqualTo(400));
        SocketTests.Until(() => acceptor.ConnectionCount == 1);
        Assert.That(await live.TradeAsync(1), Is.EqualTo(1));
    }

    [Test]
    public async Task Message_flood_of_one_session_ends_that_session_only()
    {
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), ["LIVE", "FLOOD"]);
        using RawClient live = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "LIVE");
        using RawClient flooding = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "FLOOD");
        Session flooded = _sessions[1];

        Task flood = flooding.FloodAsync(() => flooded.State == SessionState.Disconnected);
        int traded = await live.TradeAsync(200);
        await flood;

        Assert.That(traded, Is.EqualTo(200));
        Assert.That(flooded.Statistics.TooSlow, Is.EqualTo(1), "it asked without end and read nothing");
        Assert.That(await live.TradeAsync(1), Is.EqualTo(1));
    }

    [Test]
    public async Task Sessions_whose_callbacks_wait_hold_up_nobody_else()
    {
        const int waiting = 64;
        using var released = new ManualResetEventSlim();
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), Names(waiting));
        var live = new RecordingApplication { OnApp = Answer, IsQuiet = true };
        acceptor.AddSession(Create("LIVE", live));
        int pooled = 0;
        int held = 0;
        _applications.ForEach(one => one.OnApp = (session, message) =>
        {
            Interlocked.Add(ref pooled, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
            Interlocked.Increment(ref held);
            released.Wait();
            Answer(session, message);
        });
        try
        {
            RawClient[] clients = await Task.WhenAll(
                Names(waiting).Select(name => RawClient.LogOnAsync(acceptor.LocalEndPoint, name)));
            Task<int[]> trades = Task.WhenAll(clients.Select(client => client.TradeAsync(1)));
            SocketTests.Until(() => Volatile.Read(ref held) == waiting);
            using RawClient other = await RawClient.LogOnAsync(acceptor.LocalEndPoint, "LIVE");

            Assert.That(await other.TradeAsync(100), Is.EqualTo(100));
            Assert.That(trades.IsCompleted, Is.False);
            Assert.That(pooled, Is.Zero, "a thread of the pool waits for one client");
            released.Set();
            Assert.That(await trades, Is.All.EqualTo(1));
            Array.ForEach(clients, client => client.Dispose());
        }
        finally
        {
            released.Set();
        }
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"MAKER{number}")];

    private static async Task<TcpClient> ConnectAsync(SocketAcceptor acceptor)
    {
        var client = new TcpClient();
        await client.ConnectAsync(acceptor.LocalEndPoint);
        return client;
    }

    /// <summary>Nothing is ever sent to these, so what there is to read is the end.</summary>
    private static bool HasEnded(TcpClient client) => client.Client.Poll(0, SelectMode.SelectRead);

    private SocketAcceptor StartAcceptor(AcceptorSettings settings, string[] peers)
    {
        foreach (string peer in peers)
        {
            var application = new RecordingApplication { OnApp = Answer, IsQuiet = true };
            _applications.Add(application);
            Create(peer, application);
        }

        var acceptor = new SocketAcceptor(settings, _sessions, TimeProvider.System);
        acceptor.Start();
        return acceptor;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Reliability", "CA2000", Justification = "The session owns its store and is disposed after the test.")]
    private Session Create(string peer, RecordingApplication application)
    {
        var session = new Session(
            SessionId.Fix44("VENUE", peer),
            new SessionSettings { SendQueueBytes = 256 * 1024 },
            application,
            new MemoryMessageStore(TimeProvider.System),
            DataDictionary.HybridGpu,
            TimeProvider.System);
        _sessions.Add(session);
        return session;
    }

    private static void Answer(Session session, FixMessage message)
    {
        var order = new NewOrderSingleReader(message);
        var writer = new FixMessageWriter();
        new ExecutionReportWriter(writer).OrderID(1).ClOrdID(order.ClOrdID).ExecID(1).ExecType(ExecTypeValues.New)
            .OrdStatus(OrdStatusValues.New).Symbol(order.Symbol).Side(order.Side).LeavesQty(new FixDecimal(1, 0))
            .CumQty(default).AvgPx(default);
        session.Send(writer);
    }
}
