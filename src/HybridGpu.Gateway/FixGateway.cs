using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.MarketData;
using HybridGpu.Gateway.Requests;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Venue;
using SessionId = HybridGpu.Domain.SessionId;

namespace HybridGpu.Gateway;

/// <summary>The venue's FIX 4.4 side: sessions with their stores, the acceptor, reports and market data.</summary>
/// <remarks>
/// Order of life: made; its <see cref="Handlers"/> given to the venue as it opens (recovery then reports what a crash
/// kept from being reported); <see cref="Attach"/>; the venue starts; <see cref="RegisterAsync"/>; <see cref="Start"/>;
/// <see cref="StopAsync"/>; disposed.
/// </remarks>
public sealed class FixGateway : IAsyncDisposable
{
    private static readonly TimeSpan RegisterTimeout = TimeSpan.FromSeconds(30);

    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly List<GatewayClient> _clients = [];
    private readonly BoundClients _bound = new();
    private readonly CommandPort _port;
    private readonly DisconnectCancels _disconnects;
    private readonly SessionStops _stops;
    private readonly OrderApplication _application;
    private readonly ExecutionEgress _egress;
    private readonly MarketDataPublisher _marketData;
    private readonly SocketAcceptor _acceptor;
    private VenuePipeline? _venue;

    /// <summary>Opens the clients' message stores. Nothing listens yet.</summary>
    /// <exception cref="ArgumentException">A CompID is no CompID or there twice, the address isn't loopback, or an
    /// account would sign with one session and delegate with another.</exception>
    public FixGateway(GatewayOptions options, VenueDirectory directory, TimeProvider time)
    {
        GatewayClientOptions? plain = options.Clients.FirstOrDefault(client => client.Keys.Count == 0);
        if (!IPAddress.IsLoopback(options.Address) && plain is not null)
        {
            throw new ArgumentException(
                $"Session {plain.CompId} has no logon key: sessions without authentication are only served on "
                + $"loopback, not on {options.Address}.",
                nameof(options));
        }

        SigningAccounts.Check(options.Clients);
        _options = options;
        _time = time;
        _marketData = new MarketDataPublisher(directory, _bound);
        var requests = new RequestBoard();
        _egress = new ExecutionEgress(directory, _bound, requests);
        _port = new CommandPort(_egress.Progress);
        _disconnects = new DisconnectCancels(options.StoreDirectory, _port);
        _stops = new SessionStops(options.StoreDirectory, _port);
        Control = new SessionControl(_clients, _stops);
        _application = new OrderApplication(_port, _marketData, _disconnects, requests, _clients);
        PrivateFiles.CreateDirectory(options.StoreDirectory);
        try
        {
            foreach (GatewayClientOptions client in options.Clients)
            {
                AddClient(client);
            }
        }
        catch
        {
            // The stores opened so far are locked until their sessions go.
            _clients.ForEach(client => client.Session.Dispose());
            throw;
        }

        var settings = new AcceptorSettings
        {
            Address = options.Address,
            Port = options.Port,
            Certificate = options.Certificate,
            RequireClientCertificate = options.ClientAuthorities is not null,
            ClientCertificateValidation = options.ClientAuthorities is { } authorities
                ? (_, certificate, _, _) => CertificateTrust.IsIssuedBy(authorities, certificate)
                : null,
        };
        _acceptor = new SocketAcceptor(settings, _clients.ConvertAll(client => client.Session), time);
    }

    /// <summary>What the venue must feed with events.</summary>
    public IReadOnlyList<IVenueObserver> Handlers => [_egress, _marketData];

    /// <summary>Where clients connect; known after <see cref="Start"/>.</summary>
    public IPEndPoint EndPoint => _acceptor.LocalEndPoint;

    /// <summary>What an operator may do with sessions, once they are registered.</summary>
    public SessionControl Control { get; }

    /// <summary>Sessions that are logged on now.</summary>
    public int LoggedOnCount
    {
        get
        {
            int count = 0;
            foreach (GatewayClient client in _clients)
            {
                count += client.Session.State == SessionState.LoggedOn ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Sessions that may log on.</summary>
    public int SessionCount => _clients.Count;

    /// <summary>Reports sent or stored.</summary>
    public long ReportCount => _bound.ReportCount;

    /// <summary>Market data snapshots sent.</summary>
    public long SnapshotCount => _marketData.SnapshotCount;

    /// <summary>Takes the recovered venue, and sets each session's incoming number to what its journal holds.</summary>
    public void Attach(VenuePipeline venue)
    {
        _venue = venue;
        _port.Attach(venue);
        foreach (GatewayClient client in _clients)
        {
            bool isKnown = venue.Engine.TryFindSession(
                client.CompId, out _, out AccountId account, out ulong lastApplied);
            if (isKnown && account != client.Account)
            {
                throw new ArgumentException(
                    $"Session {client.CompId} trades for account {account}, not {client.Account}: "
                    + "a session keeps its account.");
            }

            // A store that knows less than the journal was lost: whoever counts on must not be taken for a repetition.
            if (client.Session.NextTargetMsgSeqNum <= (long)lastApplied)
            {
                client.Session.SetNextTargetMsgSeqNum((long)lastApplied + 1);
            }

            // A command that was taken from the client but isn't in the journal is asked for again; what the journal
            // does hold and comes again is refused by the engine as a duplicate.
            if (client.Session.LastInboundCommandSeqNum > (long)lastApplied)
            {
                client.Session.SetNextTargetMsgSeqNum((long)lastApplied + 1);
            }
        }
    }

    /// <summary>Opens accounts and registers sessions that the venue doesn't know yet. The venue must run.</summary>
    /// <exception cref="ArgumentException">An owner's address hasn't 20 bytes, or an account signs that was opened as
    /// one that delegates, or the other way round.</exception>
    /// <exception cref="TimeoutException">The venue did not register them in time.</exception>
    public async Task RegisterAsync(CancellationToken cancellation)
    {
        foreach (GatewayClient client in _clients)
        {
            if (_venue!.Directory.HasAccount(client.Account))
            {
                SigningAccounts.CheckKept(_options.Clients, client.Account, _venue.Directory);
            }
            else
            {
                Command open = Command.Of(CommandKind.OpenAccount);
                open.OpenAccount.Account = client.Account;
                open.OpenAccount.Delegates = SigningAccounts.Signs(_options.Clients, client.Account) ? 0u : 1u;
                ReadOnlyMemory<byte> owner = _options.OwnerOf?.Invoke(client.Account) ?? default;
                if (!owner.IsEmpty)
                {
                    open.OpenAccount.SetOwner(owner.Span);
                }

                _venue.Gate.Publish(in open);
            }

            if (!_venue.Directory.TryFindSession(client.CompId, out _))
            {
                Command register = Command.Of(CommandKind.RegisterSession);
                register.RegisterSession.CompId = client.CompId;
                register.RegisterSession.Account = client.Account;
                _venue.Gate.Publish(in register);
            }
        }

        long deadline = _time.GetTimestamp() + (long)(RegisterTimeout.TotalSeconds * _time.TimestampFrequency);
        while (_clients.Exists(client => client.Id == SessionId.Venue))
        {
            if (_time.GetTimestamp() > deadline)
            {
                throw new TimeoutException("The venue did not register its FIX sessions in time.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), _time, cancellation).ConfigureAwait(false);
        }

        _clients.ForEach(_stops.Restore);
        _clients.ForEach(_disconnects.CancelLeftOpen);
    }

    /// <summary>Listens.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public void Start() => _acceptor.Start();

    /// <summary>Logs everyone out and stops listening.</summary>
    public Task StopAsync(string reason) => _acceptor.StopAsync(reason);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _acceptor.DisposeAsync().ConfigureAwait(false);
        ExceptionDispatchInfo? failure = null;
        foreach (GatewayClient client in _clients)
        {
            try
            {
                client.Session.Dispose();
            }
            catch (IOException problem)
            {
                // The others' stores still have something to write: they are closed first.
                failure ??= ExceptionDispatchInfo.Capture(problem);
            }

            client.Signatures?.Dispose();
        }

        failure?.Throw();
    }

    private void AddClient(GatewayClientOptions options)
    {
        if (!Text40.TryCreate(System.Text.Encoding.ASCII.GetBytes(options.CompId), out Text40 compId) || compId.IsEmpty)
        {
            throw new ArgumentException($"'{options.CompId}' is not a CompID: 1 to 40 printable ASCII characters.");
        }

        if (options.IsDropCopy && (options.Permissions & (SessionPermissions.Orders | SessionPermissions.Quotes)) != 0)
        {
            throw new ArgumentException($"Session {options.CompId} is a drop copy: it may neither order nor quote.");
        }

        if (_clients.Exists(known => known.CompId == compId))
        {
            throw new ArgumentException($"CompID {options.CompId} is there twice.");
        }

        Fix.Sessions.SessionId id = Fix.Sessions.SessionId.Fix44(_options.CompId, options.CompId);
        OrderSignatures? signatures = options.OrderKeys.Count == 0
            ? null
            : new OrderSignatures(options.OrderKeys, _options.OrderDomain, _time);
        Session session = OpenSession(id, options.Permissions);
        var client = new GatewayClient(options, compId, session, signatures, _egress.AccountOf(options.Account), _time);
        _stops.Read(client);
        _clients.Add(client);
        _bound.Add(client);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns its store and disposes it.")]
    private Session OpenSession(Fix.Sessions.SessionId id, SessionPermissions permissions) => new(
        id,
        new SessionSettings
        {
            MaxMessageBytes = permissions.HasFlag(SessionPermissions.Quotes)
                ? GatewayOptions.QuoteMessageBytesMax
                : FrameReader.DefaultMaxMessageBytes,
        },
        _application,
        FileMessageStore.Open(_options.StoreDirectory, id, _time, _options.StoreLimits),
        DataDictionary.HybridGpu,
        _time);
}
