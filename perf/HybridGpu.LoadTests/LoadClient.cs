using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;

namespace HybridGpu.LoadTests;

/// <summary>
/// The generator, the same bytes to whoever serves: a blocking socket and one thread. It checks nothing of what it
/// gets but that every order has its report and that no message is a Reject or a Logout.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    public const string Sender = "LOAD";
    public const string Target = "HYBRIDGPU";

    private const int FloodBytes = 32 * 1024;
    private const int ReceiveTimeoutMs = 30_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _received = new byte[1024 * 1024];
    private readonly byte[] _sending = new byte[256 * 1024];
    private readonly long[] _sentTicks;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private long _msgSeqNum = 1;
    private int _sendLength;
    private int _receivedStart;
    private int _receivedEnd;

    /// <summary>Connects and logs on with both numbers at 1.</summary>
    /// <param name="port">The acceptor's port.</param>
    /// <param name="window">The most orders without a report.</param>
    /// <param name="timeInForce">TimeInForce(59) of the orders.</param>
    public LoadClient(int port, int window, char timeInForce)
    {
        _sentTicks = new long[window];
        string time = DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
        _head = Encoding.ASCII.GetBytes($"\u000149={Sender}\u000152={time}\u000156={Target}\u0001");
        _tail = Encoding.ASCII.GetBytes(
            $"\u000155=BTC-PERP\u000154=1\u000160={time}\u000138=1\u000140=2\u000144=70000"
            + $"\u000159={timeInForce}\u0001");
        _socket.NoDelay = true;
        _socket.ReceiveTimeout = ReceiveTimeoutMs;
        _socket.Connect(IPAddress.Loopback, port);
        Append("A"u8, "98=0\u0001108=60\u0001141=Y\u0001"u8);
        Send();
        if (ReadMessage().IndexOf("\u000135=A\u0001"u8) < 0)
        {
            throw new InvalidOperationException("the Logon was not accepted");
        }
    }

    /// <summary>Bytes of one order.</summary>
    public int OrderBytes { get; private set; }

    /// <summary>Sends orders and waits for their reports.</summary>
    /// <param name="count">How many.</param>
    /// <param name="window">How many may be without a report.</param>
    /// <param name="latencies">From the send call to the report's arrival, in ns; null for none.</param>
    /// <param name="finalField">A field of an order's last report, as <c>39=4</c> between separators.</param>
    public void RoundTrips(int count, int window, LongHistogram? latencies, byte[] finalField)
    {
        int sent = 0;
        int done = 0;
        while (done < count)
        {
            long now = Stopwatch.GetTimestamp();
            while (sent < count && sent - done < window)
            {
                _sentTicks[sent % window] = now;
                AppendOrder('E', sent++);
            }

            Send();
            do
            {
                ReadOnlySpan<byte> report = ReadMessage();
                if (report.IndexOf(finalField) < 0)
                {
                    RefuseFault(report);
                    continue;
                }

                latencies?.RecordValue(
                    (long)Stopwatch.GetElapsedTime(_sentTicks[done % window]).TotalNanoseconds);
                done++;
            }
            while (HasWholeMessage());
        }
    }

    /// <summary>Sends orders that nobody reports, and a TestRequest to know when all have been processed.</summary>
    /// <param name="count">How many.</param>
    public void Flood(int count)
    {
        for (int index = 0; index < count; index++)
        {
            AppendOrder('S', index);
            if (_sendLength >= FloodBytes)
            {
                Send();
            }
        }

        Append("1"u8, "112=END\u0001"u8);
        Send();
        while (ReadMessage() is var message && message.IndexOf("\u0001112=END\u0001"u8) < 0)
        {
            RefuseFault(message);
        }
    }

    /// <summary>Logs out.</summary>
    public void Dispose()
    {
        try
        {
            Append("5"u8, default);
            Send();
            while (ReadMessage().IndexOf("\u000135=5\u0001"u8) < 0)
            {
            }
        }
        finally
        {
            _socket.Dispose();
        }
    }

    private static void RefuseFault(ReadOnlySpan<byte> message)
    {
        bool isFault = message.IndexOf("\u000135=3\u0001"u8) >= 0 || message.IndexOf("\u000135=5\u0001"u8) >= 0
            || message.IndexOf("\u000135=j\u0001"u8) >= 0 || message.IndexOf("\u000139=8\u0001"u8) >= 0;
        if (isFault)
        {
            throw new InvalidOperationException(Encoding.Latin1.GetString(message).Replace('\u0001', '|'));
        }
    }

    private void AppendOrder(char kind, int number)
    {
        Span<byte> body = stackalloc byte[160];
        int length = 0;
        Put(body, ref length, kind == 'S' ? "11=SINK"u8 : "11=ECHO"u8);
        Utf8Formatter.TryFormat(100_000_000 + number, body[length..], out int digits);
        length += digits;
        Put(body, ref length, _tail);
        int start = _sendLength;
        Append("D"u8, body[..length]);
        OrderBytes = _sendLength - start;
    }

    private void Append(ReadOnlySpan<byte> msgType, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[20];
        Utf8Formatter.TryFormat(_msgSeqNum++, number, out int numberLength);
        int bodyLength = 3 + msgType.Length + 4 + numberLength + _head.Length + body.Length;
        int start = _sendLength;
        Put(_sending, ref _sendLength, "8=FIX.4.4\u00019="u8);
        Utf8Formatter.TryFormat(bodyLength, _sending.AsSpan(_sendLength), out int written);
        _sendLength += written;
        Put(_sending, ref _sendLength, "\u000135="u8);
        Put(_sending, ref _sendLength, msgType);
        Put(_sending, ref _sendLength, "\u000134="u8);
        Put(_sending, ref _sendLength, number[..numberLength]);
        Put(_sending, ref _sendLength, _head);
        Put(_sending, ref _sendLength, body);
        int sum = 0;
        foreach (byte value in _sending.AsSpan(start, _sendLength - start))
        {
            sum += value;
        }

        sum &= 255;
        Put(_sending, ref _sendLength, "10="u8);
        _sending[_sendLength++] = (byte)('0' + (sum / 100));
        _sending[_sendLength++] = (byte)('0' + (sum / 10 % 10));
        _sending[_sendLength++] = (byte)('0' + (sum % 10));
        _sending[_sendLength++] = 1;
    }

    private static void Put(Span<byte> target, ref int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target[length..]);
        length += bytes.Length;
    }

    private void Send()
    {
        ReadOnlySpan<byte> rest = _sending.AsSpan(0, _sendLength);
        while (!rest.IsEmpty)
        {
            rest = rest[_socket.Send(rest)..];
        }

        _sendLength = 0;
    }

    private bool HasWholeMessage() => MessageLength() > 0;

    private ReadOnlySpan<byte> ReadMessage()
    {
        int length;
        while ((length = MessageLength()) == 0)
        {
            if (_receivedStart > 0)
            {
                System.Buffer.BlockCopy(_received, _receivedStart, _received, 0, _receivedEnd - _receivedStart);
                _receivedEnd -= _receivedStart;
                _receivedStart = 0;
            }

            int count = _socket.Receive(_received.AsSpan(_receivedEnd));
            if (count == 0)
            {
                throw new InvalidOperationException("the acceptor closed the connection");
            }

            _receivedEnd += count;
        }

        _receivedStart += length;
        return _received.AsSpan(_receivedStart - length, length);
    }

    /// <summary>Bytes of the message at the front, 0 when it is not whole. "8=FIX.4.4|9=" are its first 12.</summary>
    private int MessageLength()
    {
        const int lengthAt = 12;
        const int trailerLength = 7;
        ReadOnlySpan<byte> bytes = _received.AsSpan(_receivedStart, _receivedEnd - _receivedStart);
        if (bytes.Length <= lengthAt || bytes[lengthAt..].IndexOf((byte)1) is var digits && digits < 0)
        {
            return 0;
        }

        if (!Utf8Parser.TryParse(bytes.Slice(lengthAt, digits), out int bodyLength, out _))
        {
            throw new InvalidOperationException("no BodyLength: " + Encoding.Latin1.GetString(bytes));
        }

        int total = lengthAt + digits + 1 + bodyLength + trailerLength;
        return bytes.Length >= total ? total : 0;
    }
}
