using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Transport;

/// <summary>Connects a session to an acceptor, and again whenever the connection ends, until it is stopped.</summary>
/// <remarks>The session belongs to the caller, who disposes it after the initiator. Thread: members from any.</remarks>
public sealed class SocketInitiator : IAsyncDisposable
{
    private readonly InitiatorSettings _settings;
    private readonly Session _session;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private volatile SocketConnection? _connection;
    private ITimer? _timer;
    private Task _run = Task.CompletedTask;
    private string _lastFailure = string.Empty;

    /// <summary>Creates an initiator; it connects from <see cref="Start"/>.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="session">The session.</param>
    /// <param name="time">The clock.</param>
    public SocketInitiator(InitiatorSettings settings, Session session, TimeProvider time)
    {
        _settings = settings;
        _session = session;
        _time = time;
    }

    /// <summary>Why the last connection ended or could not be made, for people.</summary>
    public string LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Starts connecting.</summary>
    public void Start()
    {
        _timer = _time.CreateTimer(_ => Tick(), null, _settings.TickInterval, _settings.TickInterval);
        _run = Task.Run(RunAsync);
    }

    /// <summary>Logs out, waits for the answer as long as the session does, and connects no more.</summary>
    /// <param name="text">Logout Text(58).</param>
    public async Task StopAsync(string text)
    {
        await _stopping.CancelAsync();
        _session.Logout(text);
        if (_session.State is SessionState.AwaitingLogon or SessionState.LogonSent)
        {
            _session.Abort(text);
        }

        await _run;
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
            await StopAsync(string.Empty);
        }

        _stopping.Dispose();
    }

    private void Tick()
    {
        _session.Tick();
        _connection?.Tick(Timeout.InfiniteTimeSpan);
    }

    private async Task RunAsync()
    {
        TimeSpan delay = _settings.ReconnectDelayMin;
        while (!_stopping.IsCancellationRequested)
        {
            long messagesIn = _session.Statistics.MessagesIn;
            try
            {
                await RunConnectionAsync();
            }
            catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException
                or OperationCanceledException)
            {
                Volatile.Write(ref _lastFailure, exception.Message);
            }

            if (_session.Statistics.MessagesIn > messagesIn)
            {
                // It was logged on: the peer lives, so the next try is soon.
                delay = _settings.ReconnectDelayMin;
            }

            await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < _settings.ReconnectDelayMax ? delay * 2 : _settings.ReconnectDelayMax;
        }
    }

    private async Task RunConnectionAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            timeout.CancelAfter(_settings.ConnectTimeout);
            await socket.ConnectAsync(_settings.Host, _settings.Port, timeout.Token);
            Stream stream = await OpenStreamAsync(socket, timeout.Token);
            using var connection = new SocketConnection(
                socket, stream, Math.Max(_session.Settings.MaxMessageBytes, FrameReader.DefaultMaxMessageBytes), _time);
            connection.Bind(_session);
            _connection = connection;
            if (!_session.TryConnect(connection, isInitiator: true))
            {
                throw new IOException("the session is live elsewhere, or its store has failed");
            }

            await connection.RunAsync();
            Volatile.Write(ref _lastFailure, connection.CloseReason);
        }
        finally
        {
            _connection = null;
            socket.Dispose();
        }
    }

    private async Task<Stream> OpenStreamAsync(Socket socket, CancellationToken cancellation)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (!_settings.UseTls)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _settings.TlsHost ?? _settings.Host,
            ClientCertificates = _settings.ClientCertificate is null
                ? null
                : new X509CertificateCollection { _settings.ClientCertificate },
            RemoteCertificateValidationCallback = _settings.ServerCertificateValidation,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        await tls.AuthenticateAsClientAsync(options, cancellation);
        return tls;
    }
}
