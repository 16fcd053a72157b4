using System.Globalization;
using System.Net.Sockets;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Tests;

/// <summary>Answers leave together when all that was received has been delivered, and none waits longer.</summary>
public sealed class AnswerTests
{
    [Test]
    public async Task Answer_does_not_wait_for_a_later_callback_that_blocks()
    {
        using var release = new ManualResetEventSlim();
        var application = new RecordingApplication
        {
            OnApp = (session, message) =>
            {
                if (new NewOrderSingleReader(message).ClOrdID.SequenceEqual("BLOCK"u8))
                {
                    release.Wait(TimeSpan.FromSeconds(15));
                }
                else
                {
                    session.SendBusinessReject(1, "D"u8, 0, "quick"u8);
                }
            },
        };
        using Session session = Create(application);
        await using SocketAcceptor acceptor = Start(session);
        using TcpClient client = await LogOnAsync(acceptor);

        await client.GetStream().WriteAsync(
            (byte[])[.. Frame(2, "35=D", $"{Order("QUICK")}"), .. Frame(3, "35=D", $"{Order("BLOCK")}")]);
        string answer = await ReadAsync(client, 1);
        bool wasBlocked = !release.IsSet;
        release.Set();

        Assert.That(answer, Does.Contain("|35=j|").And.Contain("|58=quick|"));
        Assert.That(wasBlocked);
    }

    [Test]
    public async Task Answers_to_a_large_batch_arrive_all_and_in_order()
    {
        const int count = 2_000;
        string padding = new('x', 300);
        using Session session = Create(new RecordingApplication());
        await using SocketAcceptor acceptor = Start(session);
        using TcpClient client = await LogOnAsync(acceptor);
        byte[] batch = [.. Enumerable.Range(2, count).SelectMany(n => Frame(n, "35=1", $"112={n}{padding}"))];

        Task sending = client.GetStream().WriteAsync(batch).AsTask();
        string answers = await ReadAsync(client, count);
        await sending;

        string[] ids = [.. answers.Split('|').Where(f => f.StartsWith("112=", StringComparison.Ordinal))];
        Assert.That(ids, Is.EqualTo(Enumerable.Range(2, count).Select(n => $"112={n}{padding}")));
    }

    [Test]
    public async Task Acceptor_that_stops_as_soon_as_a_Logon_is_answered_logs_out()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            using Session session = Create(new RecordingApplication());
            await using SocketAcceptor acceptor = Start(session);
            using TcpClient client = await LogOnAsync(acceptor);

            Task stopping = acceptor.StopAsync("closing");
            Assert.That(await ReadAsync(client, 1), Does.Contain("|35=5|").And.Contain("|58=closing|"), $"{attempt}");
            await client.GetStream().WriteAsync(Frame(2, "35=5", string.Empty));
            client.Close();
            await stopping;
        }
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Order(string clOrdId) => $"11={clOrdId}|55=BTC|54=1|60={Now()}|38=1|40=2|44=100.5";

    private static byte[] Frame(int number, string type, string body) =>
        Wire.Frame($"{type}|34={number}|49=PEER|52={Now()}|56=VENUE{(body.Length > 0 ? "|" : string.Empty)}{body}");

    private static async Task<TcpClient> LogOnAsync(SocketAcceptor acceptor)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(acceptor.LocalEndPoint);
        await client.GetStream().WriteAsync(Frame(1, "35=A", "98=0|108=30"));
        Assert.That(await ReadAsync(client, 1), Does.Contain("|35=A|"));
        return client;
    }

    /// <summary>Reads until so many messages are there.</summary>
    private static async Task<string> ReadAsync(TcpClient client, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int messages = 0;
        while (messages < count)
        {
            int received = await client.GetStream().ReadAsync(buffer, deadline.Token);
            Assert.That(received, Is.Positive, "the acceptor closed the connection");
            bytes.Write(buffer.AsSpan(0, received));
            messages = bytes.GetBuffer().AsSpan(0, (int)bytes.Length).Count("\u000110="u8);
        }

        return Wire.Show(bytes.ToArray());
    }

    private static SocketAcceptor Start(Session session)
    {
        var acceptor = new SocketAcceptor(new AcceptorSettings(), [session], TimeProvider.System);
        acceptor.Start();
        return acceptor;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Reliability", "CA2000", Justification = "The session owns its store and is disposed by the test.")]
    private static Session Create(RecordingApplication application) => new(
        SessionId.Fix44("VENUE", "PEER"),
        new SessionSettings(),
        application,
        new MemoryMessageStore(TimeProvider.System),
        DataDictionary.HybridGpu,
        TimeProvider.System);
}
