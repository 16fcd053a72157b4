using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;

namespace HybridGpu.Host.Control;

/// <summary>Where an operator on this machine reaches a running venue: a socket in its data directory that only its own
/// user may open.</summary>
/// <remarks>
/// A connection sends one line and gets one answer. Bounds: <see cref="LineBytesMax"/> a line, <see cref="ClientsMax"/>
/// at a time, a time for the line and one for the answer; whoever exceeds them is cut off. Where no place is free, the
/// connection that has sent no line for longest gives its own to the next: those that lie idle hold no command up.
/// Whatever a client does, the venue goes on. Thread: the pool's.
/// </remarks>
internal sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Most bytes of a line, its end included.</summary>
    public const int LineBytesMax = 512;

    /// <summary>Connections at a time. Others wait only while all of these have sent their lines.</summary>
    public const int ClientsMax = 16;

    /// <summary>How long a connection may take to send its line.</summary>
    public static readonly TimeSpan LinePatience = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to take its answer.</summary>
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private const int Backlog = 64;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly Func<string, string> _execute;
    private readonly TimeSpan _linePatience;
    private readonly Socket _listener;
    private readonly LinkedList<Socket> _silent = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _free = new(ClientsMax);
    private readonly Task _accepting;

    private ControlServer(Socket listener, string path, Func<string, string> execute, TimeSpan linePatience)
    {
        _listener = listener;
        _path = path;
        _execute = execute;
        _linePatience = linePatience;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Listens. What a venue that died has left of its socket is taken away: the data directory is this
    /// process's, by the journal's lock.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="execute">Answers a line; called by many threads at a time.</param>
    /// <param name="linePatience">How long a connection may take to send its line; <see cref="LinePatience"/> unless
    /// said.</param>
    /// <returns>The server; null where the system can't have a socket of that name for one user alone.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The server owns the socket and disposes it.")]
    public static ControlServer? TryStart(
        string path, Func<string, string> execute, TimeSpan? linePatience = null) =>
        TryListen(path) is { } listener
            ? new ControlServer(listener, path, execute, linePatience ?? LinePatience)
            : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        for (int client = 0; client < ClientsMax; client++)
        {
            await _free.WaitAsync();
        }

        File.Delete(_path);
        _free.Dispose();
        _stopping.Dispose();
    }

    private static Socket? TryListen(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var endPoint = new UnixDomainSocketEndPoint(path);
            File.Delete(path);
            listener.Bind(endPoint);

            // Before it listens: nobody can have connected by then.
            File.SetUnixFileMode(path, OwnerOnly);
            listener.Listen(Backlog);
            return listener;
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException or IOException
            or UnauthorizedAccessException)
        {
            listener.Dispose();
            return null;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client;
                try
                {
                    client = await _listener.AcceptAsync(_stopping.Token);
                }
                catch (SocketException)
                {
                    // No descriptor is free, for example: a flood of connections must not take the operator's away.
                    await Task.Delay(AcceptPause, _stopping.Token);
                    continue;
                }

                await TakePlaceAsync(client);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The venue is closing, or the system takes the socket away: the venue trades on without it.
        }
    }

    /// <summary>Waits for a place, and makes one where somebody has not sent its line.</summary>
    private async Task TakePlaceAsync(Socket client)
    {
        try
        {
            if (!await _free.WaitAsync(TimeSpan.Zero, _stopping.Token))
            {
                CutOff();
                await _free.WaitAsync(_stopping.Token);
            }
        }
        catch
        {
            client.Dispose();
            throw;
        }

        lock (_silent)
        {
            _silent.AddLast(client);
        }
    }

    /// <summary>Closes the connection that has been silent for longest: its reader ends, and frees its place.</summary>
    private void CutOff()
    {
        lock (_silent)
        {
            _silent.First?.Value.Dispose();
            if (_silent.Count > 0)
            {
                _silent.RemoveFirst();
            }
        }
    }

    /// <summary>Whether a connection is still to be answered: it has sent its line and wasn't cut off before.</summary>
    private bool Spoke(Socket client)
    {
        lock (_silent)
        {
            return _silent.Remove(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            string? line;
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
            {
                limit.CancelAfter(_linePatience);
                line = await ReadLineAsync(client, limit.Token);
            }

            if (!Spoke(client))
            {
                return;
            }

            string answer = line is null
                ? $"error: a command is one line of at most {LineBytesMax} bytes\n"
                : _execute(line);
            await AnswerAsync(client, answer);
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException
            or ObjectDisposedException)
        {
            // It went, took too long, or gave its place to another.
        }
        finally
        {
            Spoke(client);
            client.Dispose();
            _free.Release();
        }
    }

    private async Task AnswerAsync(Socket client, string answer)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(AnswerPatience);
        ReadOnlyMemory<byte> bytes = Encoding.ASCII.GetBytes(answer);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await client.SendAsync(bytes, limit.Token)..];
        }

        client.Shutdown(SocketShutdown.Send);
    }

    private static async Task<string?> ReadLineAsync(Socket client, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LineBytesMax];
        int length = 0;
        while (length < buffer.Length)
        {
            int received = await client.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (received == 0)
            {
                return null;
            }

            int end = buffer.AsSpan(length, received).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Encoding.ASCII.GetString(buffer, 0, length + end);
            }

            length += received;
        }

        return null;
    }
}
