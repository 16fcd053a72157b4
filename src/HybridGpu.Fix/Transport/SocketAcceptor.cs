using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Transport;

/// <summary>Listens for counterparties and leads each connection to its session by the CompIDs of its Logon.</summary>
/// <remarks>
/// Unknown CompIDs, a first message that is no Logon, and a second connection of a live session are closed without an
/// answer. Garbage, oversize messages and slow readers harm their own connection only. Sessions belong to the caller,
/// who disposes them after the acceptor. Thread: members may be called from any.
/// </remarks>
public sealed class SocketAcceptor : IAsyncDisposable
{
    // A thousand clients that come back at once after a restart; the system may hold it lower.
    private const int ListenBacklog = 1_024;

    private const int KeepAliveSeconds = 60;
    private const int KeepAliveProbeSeconds = 10;
    private const int KeepAliveProbeCount = 3;

    private readonly ConcurrentDictionary<SessionId, Session> _sessions = new();
    private readonly ConcurrentDictionary<SocketConnection, Task> _connections = new();
    private readonly AcceptorSettings _settings;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _listener;
    private ITimer? _timer;
    private Task _acceptLoop = Task.CompletedTask;

    // From acceptance to the very end: in between a connection must not be uncounted for a moment.
    private int _servedCount;
    private long _refusedCount;

    /// <summary>Creates an acceptor; it listens from <see cref="Start"/>.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="sessions">The sessions it serves.</param>
    /// <param name="time">The clock.</param>
    public SocketAcceptor(AcceptorSettings settings, IEnumerable<Session> sessions, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _listener = new Socket(settings.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        foreach (Session session in sessions)
        {
            AddSession(session);
        }
    }

    /// <summary>Where it listens, with the port the system chose. Only after <see cref="Start"/>.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>How many connections were refused: unknown, not a Logon, already live, too many, TLS failed.</summary>
    public long RefusedCount => Interlocked.Read(ref _refusedCount);

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Adds a session; it can log on from now.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="ArgumentException">There is one with these names.</exception>
    public void AddSession(Session session)
    {
        if (!_sessions.TryAdd(session.Id, session))
        {
            throw new ArgumentException($"There is a session {session.Id} already.");
        }
    }

    /// <summary>Listens.</summary>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    public void Start()
    {
        // No ReuseAddress here: on Linux .NET makes it SO_REUSEPORT too, and two venues would share one port's clients.
        // Against old connections that still time out the runtime sets SO_REUSEADDR by itself.
        _listener.Bind(new IPEndPoint(_settings.Address, _settings.Port));
        _listener.Listen(ListenBacklog);
        _timer = _time.CreateTimer(_ => Tick(), null, _settings.TickInterval, _settings.TickInterval);
        _acceptLoop = AcceptAsync();
    }

    /// <summary>
    /// Logs every session out, waits for their answers as long as sessions wait, and stops listening.
    /// </summary>
    /// <param name="text">Logout Text(58).</param>
    public async Task StopAsync(string text)
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _acceptLoop;
        foreach (Session session in _sessions.Values)
        {
            session.Logout(text);
        }

        // The timer still runs: it enforces the sessions' logout timeout and the connections' close deadline.
        while (!_connections.IsEmpty)
        {
            foreach ((SocketConnection connection, Task run) in _connections)
            {
                if (!HasLiveSession(connection))
                {
                    connection.Close(text);
                }

                await Task.WhenAny(run, Task.Delay(_settings.TickInterval, _time));
            }
        }

        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await StopAsync("acceptor closing");
        }

        _stopping.Dispose();
    }

    private static bool HasLiveSession(SocketConnection connection) =>
        connection.Session is { State: SessionState.LoggedOn or SessionState.LogoutSent };

    private void Tick()
    {
        foreach (KeyValuePair<SessionId, Session> pair in _sessions)
        {
            pair.Value.Tick();
        }

        foreach (KeyValuePair<SocketConnection, Task> pair in _connections)
        {
            pair.Key.Tick(_settings.LogonTimeout);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_stopping.Token);
                if (Volatile.Read(ref _servedCount) >= _settings.MaxConnections)
                {
                    Interlocked.Increment(ref _refusedCount);
                    socket.Dispose();
                    continue;
                }

                Interlocked.Increment(ref _servedCount);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone before it was accepted, or the process is out of descriptors: pause and go on.
                await Task.Delay(10, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await ServeCountedAsync(socket);
        }
        finally
        {
            Interlocked.Decrement(ref _servedCount);
        }
    }

    private async Task ServeCountedAsync(Socket socket)
    {
        using SocketConnection? connection = await OpenConnectionAsync(socket);
        if (connection is null)
        {
            Interlocked.Increment(ref _refusedCount);
            socket.Dispose();
            return;
        }

        // Known before it runs: a Logon that came at once is answered within the first step of the run, and whoever
        // stops the acceptor from then on must find the connection.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ended.Task;
        if (_stopping.IsCancellationRequested)
        {
            // Accepted while the acceptor was stopping, which may not have seen it.
            connection.Dispose();
        }

        try
        {
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            ended.SetResult();
        }
    }

    private async Task<SocketConnection?> OpenConnectionAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            KeepAlive(socket);
            Stream stream = await OpenStreamAsync(socket);
            return new SocketConnection(socket, stream, _settings.MaxMessageBytes, _time)
            {
                SessionSelector = SelectSession,
            };
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or SocketException
            or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Without heartbeats (108=0) nothing else would notice that a peer's machine is gone.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbeCount);
    }

    private async Task<Stream> OpenStreamAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (_settings.Certificate is null)
        {
            return stream;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        timeout.CancelAfter(_settings.LogonTimeout);
        var tls = new SslStream(stream);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _settings.Certificate,
            ClientCertificateRequired = _settings.RequireClientCertificate,
            RemoteCertificateValidationCallback = _settings.ClientCertificateValidation,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        await tls.AuthenticateAsServerAsync(options, timeout.Token);
        return tls;
    }

    private Session? SelectSession(SocketConnection connection, FixMessage message)
    {
        if (!message.MsgType.SequenceEqual("A"u8) || !message.TryGetBytes(49, out ReadOnlySpan<byte> sender)
            || !message.TryGetBytes(56, out ReadOnlySpan<byte> target))
        {
            return Refuse(connection, "first message is not a Logon");
        }

        // The peer's names from its side are ours turned round.
        var id = new SessionId(Text(message.ValueAt(0)), Text(target), Text(sender));
        if (!_sessions.TryGetValue(id, out Session? session))
        {
            return Refuse(connection, "unknown session");
        }

        connection.Bind(session);
        return session.TryConnect(connection, isInitiator: false)
            ? session
            : Refuse(connection, "session is live on another connection");
    }

    private static string Text(ReadOnlySpan<byte> value) => Encoding.Latin1.GetString(value);

    private Session? Refuse(SocketConnection connection, string reason)
    {
        Interlocked.Increment(ref _refusedCount);
        connection.Close(reason);
        return null;
    }
}
