using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HybridGpu.Gateway.Tests;

/// <summary>A socket that says what a test says, and reads only when asked to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _socket = new();
    private readonly string _compId;
    private int _nextMsgSeqNum = 1;

    public RawClient(int port, string compId, int receiveBufferBytes = 0)
    {
        if (receiveBufferBytes > 0)
        {
            _socket.ReceiveBufferSize = receiveBufferBytes;
        }

        _compId = compId;
        _socket.Connect(IPAddress.Loopback, port);
    }

    public void Write(byte[] bytes) => _socket.GetStream().Write(bytes);

    public void Logon() => Send("A", "98=0|108=3600");

    /// <summary>Sends a message; fields are separated by bars.</summary>
    public void Send(string msgType, string fields)
    {
        string now = DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture);
        string body = string.Create(
            CultureInfo.InvariantCulture,
            $"35={msgType}|34={_nextMsgSeqNum++}|49={_compId}|52={now}|56=HYBRIDGPU|{fields}|").Replace('|', '\u0001');
        string head = string.Create(CultureInfo.InvariantCulture, $"8=FIX.4.4\u00019={body.Length}\u0001{body}");
        int sum = head.Sum(c => c) % 256;
        Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}10={sum:D3}\u0001")));
    }

    /// <summary>Reads until the venue closes; a reset counts as that.</summary>
    public string ReadToEnd()
    {
        using var all = new MemoryStream();
        _socket.GetStream().ReadTimeout = 15_000;
        try
        {
            _socket.GetStream().CopyTo(all);
        }
        catch (IOException exception) when (exception.InnerException is SocketException
        {
            SocketErrorCode: SocketError.ConnectionReset
        })
        {
            // The venue closed with bytes of ours unread.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Reads until something has come.</summary>
    public string ReadUntil(Func<string, bool> hasCome)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[1 << 20];
        _socket.GetStream().ReadTimeout = 15_000;
        while (true)
        {
            int read = _socket.GetStream().Read(buffer);
            Assert.That(read, Is.Positive, "the venue closed");
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            if (hasCome(text.ToString(Math.Max(0, text.Length - read - 1_000), Math.Min(text.Length, read + 1_000))))
            {
                return text.ToString();
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
