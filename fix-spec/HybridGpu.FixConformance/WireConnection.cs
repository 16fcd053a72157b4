using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace HybridGpu.FixConformance;

/// <summary>
/// A connection to the acceptor, which is read all the time so that nothing is lost to a bounded wait.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The connection owns socket and stream.")]
internal sealed class WireConnection : IAsyncDisposable
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(3);

    private readonly Channel<WireMessage> _received = Channel.CreateUnbounded<WireMessage>();
    private readonly TcpClient _client;
    private readonly Stream _stream;
    private readonly Task _reading;

    private WireConnection(TcpClient client, Stream stream)
    {
        _client = client;
        _stream = stream;
        _reading = ReadAsync();
    }

    /// <summary>Connects.</summary>
    /// <param name="target">To whom.</param>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="IOException">TLS failed.</exception>
    public static async Task<WireConnection> OpenAsync(RunnerTarget target)
    {
        using var deadline = new CancellationTokenSource(target.Patience);
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(target.Host, target.Port, deadline.Token);
            Stream stream = client.GetStream();
            if (target.Tls is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsClientAsync(target.Tls, deadline.Token);
                stream = tls;
            }

            return new WireConnection(client, stream);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends bytes; a connection that is gone shows when the answer is waited for.</summary>
    /// <param name="bytes">The bytes.</param>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The acceptor closed first: the script's next step says whether it should have.
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <param name="patience">How long.</param>
    /// <returns>The message, or null when the acceptor closed the connection.</returns>
    /// <exception cref="TimeoutException">Neither came.</exception>
    /// <exception cref="ConformanceException">What came is no message.</exception>
    public async Task<WireMessage?> ReceiveAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            return await _received.Reader.WaitToReadAsync(deadline.Token) && _received.Reader.TryRead(out var message)
                ? message
                : null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nothing came for {patience.TotalSeconds} s");
        }
    }

    /// <summary>Ends our direction and waits until the acceptor has ended its own.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _client.Client.Shutdown(SocketShutdown.Send);
            await _reading.WaitAsync(ClosePatience);
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException or ObjectDisposedException)
        {
            // An acceptor that keeps a closed connection open is left behind.
        }

        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[256 * 1024];
        int length = 0;
        Exception? fault = null;
        try
        {
            int count;
            while ((count = await _stream.ReadAsync(buffer.AsMemory(length))) > 0)
            {
                length += count;
                int used;
                while ((used = WireMessage.TryDecode(buffer.AsSpan(0, length), out WireMessage message)) > 0)
                {
                    _received.Writer.TryWrite(message);
                    buffer.AsSpan(used, length - used).CopyTo(buffer);
                    length -= used;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // A reset is an end as well: the acceptor closed with our bytes unread.
        }
        catch (ConformanceException exception)
        {
            fault = exception;
        }

        _received.Writer.TryComplete(fault);
    }
}
