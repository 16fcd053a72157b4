using System.Diagnostics;
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

public sealed class SocketTests
{
    private readonly List<Session> _sessions = [];

    [TearDown]
    public void DisposeSessions()
    {
        _sessions.ForEach(session => session.Dispose());
        _sessions.Clear();
    }

    [Test]
    public async Task Order_and_report_travel_over_loopback()
    {
        var venue = new RecordingApplication { OnApp = AnswerWithReport };
        var client = new RecordingApplication();
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), Create(venue, "VENUE", "MAKER"));
        Session session = Create(client, "MAKER", "VENUE");
        await using SocketInitiator initiator = StartInitiator(acceptor, session);
        Until(() => session.State == SessionState.LoggedOn);

        for (int number = 0; number < 500; number++)
        {
            Assert.That(SendOrder(session, number), Is.EqualTo(SendResult.Sent));
        }

        Until(() => client.AppCount == 500);
        await initiator.StopAsync("done");
        await acceptor.StopAsync("closing");
        Assert.That(venue.AppCount, Is.EqualTo(500));
        Assert.That(client.Events[0], Is.EqualTo("logon"));
        Assert.That(venue.Events[^1], Is.EqualTo("logout:done"));
        Assert.That(session.State, Is.EqualTo(SessionState.Disconnected));
    }

    [Test]
    public async Task A_port_that_another_acceptor_has_is_refused_and_free_again_after_it()
    {
        Session session = Create(new RecordingApplication(), "VENUE", "MAKER");
        SocketAcceptor first = StartAcceptor(new AcceptorSettings(), session);
        var settings = new AcceptorSettings { Port = first.LocalEndPoint.Port };
        await using var second = new SocketAcceptor(settings, [], TimeProvider.System);
        Assert.That(second.Start, Throws.InstanceOf<SocketException>());

        await first.DisposeAsync();

        await using var third = new SocketAcceptor(settings, [], TimeProvider.System);
        Assert.That(third.Start, Throws.Nothing);
    }

    [Test]
    public async Task Reports_sent_while_the_client_was_away_reach_it_after_it_reconnects()
    {
        var client = new RecordingApplication();
        Session venueSession = Create(new RecordingApplication(), "VENUE", "MAKER");
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), venueSession);
        Session session = Create(client, "MAKER", "VENUE");
        await using SocketInitiator initiator = StartInitiator(acceptor, session);
        Until(() => venueSession.State == SessionState.LoggedOn && session.State == SessionState.LoggedOn);

        venueSession.Abort("pulled");
        var writer = new FixMessageWriter();
        for (int number = 0; number < 300; number++)
        {
            WriteReport(writer, number);
            venueSession.Send(writer, (ulong)number);
        }

        Until(() => client.AppCount == 300);
        string[] ids = [.. client.Events.Where(e => e.StartsWith("app:", StringComparison.Ordinal))];
        Assert.That(ids.Distinct().Count(), Is.EqualTo(300));
        Assert.That(client.Events.Count(e => e == "logon"), Is.EqualTo(2));
    }

    [Test]
    public async Task Session_over_TLS_with_client_certificates_logs_on()
    {
        using X509Certificate2 certificate = CreateCertificate();
        var settings = new AcceptorSettings
        {
            Certificate = certificate,
            RequireClientCertificate = true,
            ClientCertificateValidation = (_, shown, _, _) => IsSame(shown, certificate),
        };
        Session venueSession = Create(new RecordingApplication(), "VENUE", "MAKER");
        await using SocketAcceptor acceptor = StartAcceptor(settings, venueSession);
        Session session = Create(new RecordingApplication(), "MAKER", "VENUE");
        var target = new InitiatorSettings
        {
            Port = acceptor.LocalEndPoint.Port,
            UseTls = true,
            TlsHost = "localhost",
            ClientCertificate = certificate,
            ServerCertificateValidation = (_, shown, _, _) => IsSame(shown, certificate),
        };
        await using var initiator = new SocketInitiator(target, session, TimeProvider.System);

        initiator.Start();

        Until(() => session.State == SessionState.LoggedOn);
        Assert.That(SendOrder(session, 1), Is.EqualTo(SendResult.Sent));
        Until(() => venueSession.NextTargetMsgSeqNum == 3);
    }

    [Test]
    public async Task Unknown_CompID_is_closed_without_an_answer()
    {
        await using SocketAcceptor acceptor = StartAcceptor(
            new AcceptorSettings(), Create(new RecordingApplication(), "VENUE", "MAKER"));
        using TcpClient client = Connect(acceptor);

        await client.GetStream().WriteAsync(Logon("STRANGER"));

        Assert.That(await ReadToEndAsync(client), Is.Empty);
        Assert.That(acceptor.RefusedCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Second_connection_of_a_live_session_is_closed_and_the_first_lives_on()
    {
        Session venueSession = Create(new RecordingApplication(), "VENUE", "MAKER");
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), venueSession);
        using TcpClient first = Connect(acceptor);
        await first.GetStream().WriteAsync(Logon("MAKER"));
        Until(() => venueSession.State == SessionState.LoggedOn);
        using TcpClient second = Connect(acceptor);

        await second.GetStream().WriteAsync(Logon("MAKER"));

        Assert.That(await ReadToEndAsync(second), Is.Empty);
        Assert.That(venueSession.State, Is.EqualTo(SessionState.LoggedOn));
    }

    [Test]
    public async Task Garbage_harms_its_own_connection_only()
    {
        Session venueSession = Create(new RecordingApplication(), "VENUE", "MAKER");
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), venueSession);
        using TcpClient good = Connect(acceptor);
        await good.GetStream().WriteAsync(Logon("MAKER"));
        Until(() => venueSession.State == SessionState.LoggedOn);
        using TcpClient bad = Connect(acceptor);
        byte[] garbage = new byte[200_000];
        new Random(1).NextBytes(garbage);

        await bad.GetStream().WriteAsync(garbage);

        Assert.That(await ReadToEndAsync(bad), Is.Empty);
        Assert.That(venueSession.State, Is.EqualTo(SessionState.LoggedOn));
    }

    [Test]
    public async Task Client_that_stops_reading_is_disconnected_and_others_are_served()
    {
        var settings = new SessionSettings { SendQueueBytes = 200_000 };
        Session slow = Create(new RecordingApplication(), "VENUE", "SLOW", settings);
        Session fast = Create(new RecordingApplication { OnApp = AnswerWithReport }, "VENUE", "FAST");
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), slow, fast);
        using TcpClient client = Connect(acceptor);
        await client.GetStream().WriteAsync(Logon("SLOW"));
        Until(() => slow.State == SessionState.LoggedOn);
        var writer = new FixMessageWriter();
        SendResult result = SendResult.Sent;
        for (int number = 0; result == SendResult.Sent; number++)
        {
            Assert.That(number, Is.LessThan(1_000_000), "the queue never filled");
            WriteReport(writer, number);
            result = slow.Send(writer);
        }

        var other = new RecordingApplication();
        Session otherSession = Create(other, "FAST", "VENUE");
        await using SocketInitiator initiator = StartInitiator(acceptor, otherSession);
        Until(() => otherSession.State == SessionState.LoggedOn);
        SendOrder(otherSession, 1);

        Until(() => other.AppCount == 1);
        Assert.That(result, Is.EqualTo(SendResult.StoredPeerTooSlow));
        Assert.That(slow.Statistics.TooSlow, Is.EqualTo(1));
        Until(() => acceptor.ConnectionCount == 1);
    }

    [Test]
    public async Task Application_that_throws_loses_its_connection_and_no_other()
    {
        var broken = new RecordingApplication { OnApp = (_, _) => throw new InvalidOperationException("boom") };
        Session venueSession = Create(broken, "VENUE", "MAKER");
        await using SocketAcceptor acceptor = StartAcceptor(new AcceptorSettings(), venueSession);
        Session session = Create(new RecordingApplication(), "MAKER", "VENUE");
        await using SocketInitiator initiator = StartInitiator(acceptor, session);
        Until(() => session.State == SessionState.LoggedOn);

        SendOrder(session, 1);

        Until(() => broken.Events.Contains("logout:application failed: boom"));
    }

    internal static void Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)), "the condition was never met");
            Thread.Yield();
        }
    }

    private static void AnswerWithReport(Session session, FixMessage message)
    {
        var writer = new FixMessageWriter();
        Assert.That(FixInteger.TryParse(new NewOrderSingleReader(message).ClOrdID, out long number), Is.True);
        WriteReport(writer, number);
        session.Send(writer);
    }

    private static void WriteReport(FixMessageWriter writer, long number) =>
        new ExecutionReportWriter(writer).OrderID(number).ClOrdID(number).ExecID(number).ExecType(ExecTypeValues.New)
            .OrdStatus(OrdStatusValues.New).Symbol("BTC"u8).Side(SideValues.Buy).LeavesQty(new FixDecimal(1, 0))
            .CumQty(default).AvgPx(default);

    private static SendResult SendOrder(Session session, long number)
    {
        var writer = new FixMessageWriter();
        new NewOrderSingleWriter(writer).ClOrdID(number).Symbol("BTC"u8).Side(SideValues.Buy)
            .TransactTime(1_772_443_800_000_000_000).OrderQty(new FixDecimal(1, 0)).OrdType(OrdTypeValues.Market);
        return session.Send(writer);
    }

    private static byte[] Logon(string sender)
    {
        string now = DateTime.UtcNow.ToString(
            "yyyyMMdd-HH:mm:ss", global::System.Globalization.CultureInfo.InvariantCulture);
        return Wire.Frame($"35=A|34=1|49={sender}|52={now}|56=VENUE|98=0|108=30");
    }

    private static bool IsSame(X509Certificate? shown, X509Certificate2 expected) =>
        shown?.GetCertHashString() == expected.GetCertHashString();

    private static TcpClient Connect(SocketAcceptor acceptor)
    {
        var client = new TcpClient();
        client.Connect(acceptor.LocalEndPoint);
        return client;
    }

    private static async Task<byte[]> ReadToEndAsync(TcpClient client)
    {
        using var bytes = new MemoryStream();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await client.GetStream().CopyToAsync(bytes, deadline.Token);
        }
        catch (IOException)
        {
            // A reset is an end as well: the peer closed with our bytes unread.
        }

        return bytes.ToArray();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static SocketAcceptor StartAcceptor(AcceptorSettings settings, params Session[] sessions)
    {
        var acceptor = new SocketAcceptor(settings, sessions, TimeProvider.System);
        acceptor.Start();
        return acceptor;
    }

    private static SocketInitiator StartInitiator(SocketAcceptor acceptor, Session session)
    {
        var initiator = new SocketInitiator(
            new InitiatorSettings { Port = acceptor.LocalEndPoint.Port }, session, TimeProvider.System);
        initiator.Start();
        return initiator;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Reliability", "CA2000", Justification = "The session owns its store and is disposed after the test.")]
    private Session Create(
        RecordingApplication application, string sender, string target, SessionSettings? settings = null)
    {
        var session = new Session(
            SessionId.Fix44(sender, target),
            settings ?? new SessionSettings(),
            application,
            new MemoryMessageStore(TimeProvider.System),
            DataDictionary.HybridGpu,
            TimeProvider.System);
        _sessions.Add(session);
        return session;
    }
}
