using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Tests;

/// <summary>A client that is a socket and nothing else: it keeps no session alive and repairs nothing.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly FrameReader _frames = new();
    private readonly FixMessage _message = new();
    private readonly string _name;
    private long _next;

    private RawClient(string name, long msgSeqNum)
    {
        _name = name;
        _next = msgSeqNum;
    }

    public static async Task<RawClient> LogOnAsync(
        IPEndPoint acceptor, string name, long msgSeqNum = 1, int heartbeatSeconds = 30)
    {
        var client = new RawClient(name, msgSeqNum);
        await client._client.ConnectAsync(acceptor);
        await client.SendAsync("A", $"98=0|108={heartbeatSeconds}");
        await client.ReceiveAsync("A");
        return client;
    }

    /// <summary>Sends a Logon that is to be refused.</summary>
    /// <returns>How many bytes came back before the end.</returns>
    public static async Task<long> RefusedLogonAsync(IPEndPoint acceptor, string name)
    {
        using var client = new RawClient(name, 1);
        await client._client.ConnectAsync(acceptor);
        await client.SendAsync("A", "98=0|108=30");
        using var answer = new MemoryStream();
        using var deadline = new CancellationTokenSource(Patience);
        await client._client.GetStream().CopyToAsync(answer, deadline.Token);
        return answer.Length;
    }

    /// <summary>Sends orders, each after the report of the one before.</summary>
    /// <returns>How many reports came.</returns>
    public async Task<int> TradeAsync(int count)
    {
        for (int number = 0; number < count; number++)
        {
            await SendAsync("D", $"11={number}|55=BTC|54=1|60={Now()}|38=1|40=2|44=1");
            await ReceiveAsync("8");
        }

        return count;
    }

    /// <summary>Asks without end and reads nothing, until that is over.</summary>
    public async Task FloodAsync(Func<bool> isOver)
    {
        try
        {
            using var deadline = new CancellationTokenSource(Patience);
            while (!isOver())
            {
                byte[] requests = [.. Enumerable.Range(0, 200).SelectMany(_ => Message("1", "112=AGAIN"))];
                await _client.GetStream().WriteAsync(requests, deadline.Token);
            }
        }
        catch (IOException)
        {
            // The venue has closed.
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Now() => DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private byte[] Message(string msgType, string body) =>
        Wire.Frame($"35={msgType}|34={_next++}|49={_name}|52={Now()}|56=VENUE|{body}");

    private async Task SendAsync(string msgType, string body) =>
        await _client.GetStream().WriteAsync(Message(msgType, body));

    private async Task ReceiveAsync(string msgType)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            while (_frames.TryRead(out int offset, out int length) == FrameOutcome.Message)
            {
                Assert.That(_message.Parse(_frames.Buffer, offset, length), Is.True);
                if (Wire.Show(_message.MsgType) == msgType)
                {
                    return;
                }
            }

            int count = await _client.GetStream().ReadAsync(_frames.GetMemory(), deadline.Token);
            Assert.That(count, Is.Positive, $"{_name} was disconnected while it waited for {msgType}");
            _frames.Advance(count);
        }
    }
}
