using System.Net;
using System.Net.Sockets;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Integration.Tests;

/// <summary>
/// Our initiator trades with an acceptor that nobody here wrote, and recovers what either side missed.
/// </summary>
[TestFixture]
public sealed class InitiatorPeerTests
{
    private const string CompId = "OURS";

    [Test]
    public async Task Initiator_gets_on_with_a_QuickFix_acceptor_through_a_cut_and_a_kill()
    {
        using var directory = new TemporaryDirectory();
        int port = FreePort();
        string quickFixStore = directory["quickfix"];
        using ChildProcess acceptor = QuickFixPeer.StartAcceptor(port, CompId, quickFixStore);
        var application = new ReportListener();
        var id = SessionId.Fix44(CompId, "HYBRIDGPU");
        using var store = FileMessageStore.Open(directory["ours"], id, TimeProvider.System);
        using var session = new Session(
            id, new SessionSettings(), application, store, DataDictionary.HybridGpu, TimeProvider.System);
        await using var initiator = new SocketInitiator(
            new InitiatorSettings { Port = port }, session, TimeProvider.System);
        initiator.Start();

        application.AwaitLogons(1);
        Order(session, "A1");
        Order(session, "A2");
        application.AwaitReports("A1", "A2");

        // The report of this one is sent when the connection is gone: it comes by our own ResendRequest.
        Order(session, "LATE1");
        Order(session, "A3");
        application.AwaitReports("A3");
        session.Abort("cut");
        application.AwaitReports("LATE1 again");
        application.AwaitLogons(2);

        // These go out while nobody listens: QuickFIX asks for them when it is back.
        acceptor.Kill();
        application.AwaitLogouts(2);
        Assert.That(Order(session, "B1"), Is.EqualTo(SendResult.Stored));
        Assert.That(Order(session, "B2"), Is.EqualTo(SendResult.Stored));
        using ChildProcess again = QuickFixPeer.StartAcceptor(port, CompId, quickFixStore);
        application.AwaitReports("B1", "B2");

        Assert.That(session.Statistics.Resent, Is.GreaterThanOrEqualTo(2));
        Assert.That(session.Statistics.RejectsReceived, Is.Zero);
        Assert.That(session.Statistics.RejectsSent, Is.Zero);
        await initiator.StopAsync("done");
        again.WaitForLine("logout", VenueProcess.Patience);
        application.AssertNothingElse();
    }

    private static SendResult Order(Session session, string clOrdId)
    {
        var writer = new FixMessageWriter();
        new NewOrderSingleWriter(writer).ClOrdID(System.Text.Encoding.ASCII.GetBytes(clOrdId)).Symbol("BTC-PERP"u8)
            .Side(SideValues.Buy).TransactTime(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000)
            .OrderQty(new FixDecimal(1, 0)).OrdType(OrdTypeValues.Limit).Price(new FixDecimal(500_005, 1));
        return session.Send(writer);
    }

    /// <summary>A port that was free a moment ago: QuickFIX can't say which one the system chose.</summary>
    private static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
