using System.Net.Sockets;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Tests;

/// <summary>A connection over a stream that cuts the bytes as the test says.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Reliability", "CA2000", Justification = "Connections own their sockets; harnesses are disposed of by using.")]
public sealed class SocketConnectionTests
{
    // A session each for many hundred cuts: buffers for small messages do.
    private static readonly SessionSettings Small = new() { MaxMessageBytes = 1_024 };

    [Test]
    public async Task Session_is_free_for_the_next_connection_before_the_peer_sees_this_one_closed()
    {
        using var harness = new SessionHarness(Small);
        SessionState? stateAtClose = null;
        using var stream = new ChunkStream { OnClose = () => stateAtClose = harness.Session.State };
        using SocketConnection connection = Over(stream, harness.Session);
        connection.Bind(harness.Session);
        Assert.That(harness.Session.TryConnect(connection, isInitiator: false), Is.True);

        await connection.RunAsync();

        Assert.That(stateAtClose, Is.EqualTo(SessionState.Disconnected));
        Assert.That(connection.IsDisposed, Is.True);
    }

    [Test]
    public async Task Messages_are_the_same_wherever_the_network_cuts_them()
    {
        int length = Conversation(new ManualTime()).Sum(message => message.Length);
        for (int cut = 0; cut <= length; cut++)
        {
            using var harness = new SessionHarness(Small);
            byte[] bytes = [.. Conversation(harness.Time).SelectMany(message => message)];

            string[] events = await ReceiveAsync(harness, bytes[..cut], bytes[cut..]);

            Assert.That(events, Is.EqualTo(new[] { "logon", "app:2:A", "app:3:B", "logout:bye" }), $"cut at {cut}");
            Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(6), $"cut at {cut}");
        }
    }

    [Test]
    public async Task Messages_that_come_byte_by_byte_or_all_at_once_are_the_same()
    {
        foreach (int size in new[] { 1, 2, 7, 1_000 })
        {
            using var harness = new SessionHarness(Small);
            byte[] bytes = [.. Conversation(harness.Time).SelectMany(message => message)];

            string[] events = await ReceiveAsync(harness, [.. bytes.Chunk(size)]);

            Assert.That(events, Is.EqualTo(new[] { "logon", "app:2:A", "app:3:B", "logout:bye" }), $"size {size}");
        }
    }

    [Test]
    public async Task A_stream_that_breaks_off_anywhere_gives_the_whole_messages_and_no_part_of_one()
    {
        byte[][] conversation = Conversation(new ManualTime());
        int length = conversation.Sum(message => message.Length);
        for (int end = 0; end < length; end++)
        {
            using var harness = new SessionHarness(Small);
            byte[] bytes = [.. Conversation(harness.Time).SelectMany(message => message)];

            await ReceiveAsync(harness, bytes[..end]);

            int whole = WholeMessages(conversation, end);
            Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(1 + whole), $"{end}");
            Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected), $"{end}");
        }
    }

    [Test]
    public async Task What_follows_a_message_that_broke_off_is_taken_once_its_gap_is_filled()
    {
        byte[][] conversation = Conversation(new ManualTime());
        for (int kept = 0; kept < conversation[1].Length; kept++)
        {
            using var harness = new SessionHarness(Small);
            byte[][] messages = Conversation(harness.Time);
            string header = $"49=PEER|52={harness.Time.Text()}|56=VENUE|43=Y|122={harness.Time.Text()}";

            string[] events = await ReceiveAsync(
                harness,
                messages[0],
                messages[1][..kept],
                messages[2],
                messages[3],
                Wire.Frame($"35=D|34=2|{header}|{harness.OrderBody("A")}"),
                Wire.Frame($"35=D|34=3|{header}|{harness.OrderBody("B")}"));

            // 8=FIX behind a digit could be the end of a field 108: the message is not believed, and asked for too.
            bool isBelieved = kept == 0 || !char.IsAsciiDigit((char)messages[1][kept - 1]);
            string next = isBelieved ? "app:3:B" : "app:3:B:dup";
            Assert.That(events[..3], Is.EqualTo(new[] { "logon", "app:2:A:dup", next }), $"kept {kept}");
            Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(5), $"kept {kept}");
        }
    }

    private static int WholeMessages(byte[][] messages, int length)
    {
        int count = 0;
        while (count < messages.Length && (length -= messages[count].Length) >= 0)
        {
            count++;
        }

        return count;
    }

    private static byte[][] Conversation(ManualTime time)
    {
        string header = $"49=PEER|52={time.Text()}|56=VENUE";
        string order = $"55=BTC|54=1|60={time.Text()}|38=1|40=2|44=100.5";
        return
        [
            Wire.Frame($"35=A|34=1|{header}|98=0|108=30"),
            Wire.Frame($"35=D|34=2|{header}|11=A|{order}"),
            Wire.Frame($"35=D|34=3|{header}|11=B|{order}"),
            Wire.Frame($"35=1|34=4|{header}|112=8=FIX.4.4"),
            Wire.Frame($"35=5|34=5|{header}|58=bye"),
        ];
    }

    private static async Task<string[]> ReceiveAsync(SessionHarness harness, params byte[][] chunks)
    {
        using var stream = new ChunkStream(chunks);
        using SocketConnection connection = Over(stream, harness.Session);

        await connection.RunAsync();

        return harness.Application.Events;
    }

    private static SocketConnection Over(ChunkStream stream, Session session)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return new SocketConnection(socket, stream, Small.MaxMessageBytes, TimeProvider.System)
        {
            SessionSelector = (connection, _) =>
            {
                connection.Bind(session);
                return session.TryConnect(connection, isInitiator: false) ? session : null;
            },
        };
    }
}
