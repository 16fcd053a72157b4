using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway;
using HybridGpu.Host.Control;
using HybridGpu.Host.Fix;
using HybridGpu.Host.Settlement;
using HybridGpu.Persistence;
using HybridGpu.Settlement.Chain;
using HybridGpu.Simulation.Listing;
using HybridGpu.Simulation.Markets;
using HybridGpu.Venue;

namespace HybridGpu.Host.Running;

/// <summary>One run of the venue, from opening the journal to the summary.</summary>
internal sealed partial class VenueRun : IAsyncDisposable
{
    /// <summary>Contracts that can't be priced keep nobody out for longer than this.</summary>
    private static readonly TimeSpan PricesTimeout = TimeSpan.FromSeconds(3);

    private readonly RunOptions _options;
    private readonly DataDirectory _data;
    private readonly IMarket _market;
    private readonly VenueOptions _venueOptions;
    private readonly MarketClock _clock = new(TimeProvider.System);
    private readonly SettlementRun? _settlement;
    private readonly FixGateway _gateway;
    private readonly VenuePipeline _venue;
    private readonly Participants _participants = new();
    private readonly MarketDriver _driver;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _recoveredMarketNs;
    private long _marketStarted;
    private ControlServer? _control;

    private VenueRun(RunOptions options, DataDirectory data, IMarket market)
    {
        FixConfiguration fix = options.FixConfigurationFile is { } file
            ? FixConfiguration.Read(file)
            : FixConfiguration.Default;
        options = options with { Sessions = [.. options.Sessions, .. fix.Sessions] };
        SignedAccountsGuard.Check(options);
        _options = options;
        _data = data;
        _market = market;
        data.Claim(MarketName(options));
        var venueOptions = new VenueOptions
        {
            JournalDirectory = data.Journal,
            Journal = new JournalOptions { Durability = options.Durability },
            Backend = options.Backend,
        };
        _settlement = options.Settlement.IsOn
            ? new SettlementRun(options.Settlement, new ChainFolder(data.Chain), venueOptions)
            : null;
        _venueOptions = venueOptions with { EpochObserver = _settlement?.Observer };
        var directory = new VenueDirectory();
        _gateway = new FixGateway(
            new GatewayOptions
            {
                Address = fix.Address,
                Port = options.FixPort,
                Certificate = fix.Certificate,
                ClientAuthorities = fix.ClientAuthorities,
                OrderDomain = fix.OrderDomain,
                StoreDirectory = data.FixStore,
                StoreLimits = options.FixStoreLimits,
                Clients = Clients(options),
                OwnerOf = _settlement is null ? null : _settlement.OwnerOf,
            },
            directory,
            TimeProvider.System);
        IEnumerable<IVenueObserver> settlement = _settlement is null ? [] : [_settlement.Observer];
        _venue = VenuePipeline.Open(_venueOptions, _clock, directory, [.. _gateway.Handlers, .. settlement]);
        _gateway.Attach(_venue);
        _recoveredMarketNs = _venue.Engine.MarketNs;
        _clock.AdvanceMarket(_recoveredMarketNs);
        _driver = new MarketDriver(market);
    }

    /// <summary>Runs the venue until its time is over, it is told to stop, or it fails.</summary>
    /// <returns>Exit status: 0 only when all went well.</returns>
    public static async Task<int> RunAsync(RunOptions options, CancellationToken cancellation)
    {
        IMarket? market = OpenMarket(options, out string problem);
        if (market is null)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        bool isTemporary = options.DataDirectory is null;
        var data = new DataDirectory(
            options.DataDirectory ?? Directory.CreateTempSubdirectory("hybridgpu-").FullName);
        try
        {
            if (options.SummaryFile is not null)
            {
                SummaryWriter.Check(options.SummaryFile);
            }

            await using var run = new VenueRun(options, data, market);
            return await run.RunToEndAsync(cancellation);
        }
        catch (Exception fault) when (fault
            is JournalLockedException or JournalDamagedException or JournalVersionException or ReplayDivergedException
            or IOException or InvalidDataException or ArgumentException or SocketException or TimeoutException
            or UnauthorizedAccessException or ChainException)
        {
            Console.Error.WriteLine($"The venue can't run: {fault.Message}");
            return 1;
        }
        finally
        {
            if (isTemporary)
            {
                Directory.Delete(data.Root, recursive: true);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Also after a failure half-way: nobody may publish into a venue that stops, or report into a closed store.
        await (_control?.DisposeAsync() ?? ValueTask.CompletedTask);
        _driver.Dispose();
        await _participants.DisposeAsync();
        await _gateway.StopAsync("The venue is closing");
        await (_settlement?.DisposeAsync() ?? ValueTask.CompletedTask);
        _venue.Dispose();
        await _gateway.DisposeAsync();
    }

    private static IReadOnlyList<GatewayClientOptions> Clients(RunOptions options) =>
        [.. Participants.Sessions(options.Makers), .. options.Sessions];

    private static string MarketName(RunOptions options) =>
        (options.ChainDirectory is null
            ? options.ListingFile is null ? "the sample market" : "the sample market with a listing of its own"
            : $"recorded chains of {options.Currency ?? "all currencies"}")
        + (options.Settlement.IsOn ? ", settled on a chain" : "");

    private static IMarket? OpenMarket(RunOptions options, out string problem)
    {
        problem = "";
        if (options.ListingFile is not null)
        {
            return ListingSpecification.Read(options.ListingFile, out problem) is { } listing
                ? new SampleMarket(options.Seed, TimeProvider.System, listing)
                : null;
        }

        return options.ChainDirectory is null
            ? new SampleMarket(options.Seed, TimeProvider.System)
            : RecordedChainMarket.Open(
                options.ChainDirectory, options.Currency, options.Duration ?? TimeSpan.FromSeconds(60), out problem);
    }

    private async Task<int> RunToEndAsync(CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, stopping);
        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, stopping);

        _venue.Start();
        try
        {
            await OpenAsync(stopping.Token);
            await WatchAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C or the caller: stop as at the end of the time.
        }

        return await StopAsync();
    }

    /// <summary>The order matters: what has been recovered, then the market, then its prices, then the
    /// clients.</summary>
    private async Task OpenAsync(CancellationToken stopping)
    {
        if (_settlement is not null)
        {
            await _settlement.OpenAsync(Clients(_options).Select(client => client.Account), Say, stopping);
        }

        await _gateway.RegisterAsync(stopping);
        (AccountId Account, long AmountMicros)[] openings =
        [
            .. Clients(_options).Select(client => client.Account).Distinct()
                .Select(account => (account, Participants.OpeningCreditMicros(account))),
        ];
        if (_settlement is null)
        {
            CreditOpenings(openings);
        }
        else
        {
            await _settlement.StartAsync(_venue, openings, Say, stopping);
        }

        _driver.Start(
            new VenueMarketSink(_venue, _venueOptions, _clock, () => _settlement?.Delays ?? SyncDelays.None),
            _recoveredMarketNs == 0 ? null : _recoveredMarketNs);
        _marketStarted = Stopwatch.GetTimestamp();
        await AwaitPricesAsync(stopping);
        _gateway.Start();
        _control = ControlServer.TryStart(_data.ControlSocket, new ControlCommands(_gateway.Control).Execute);
        if (_control is null)
        {
            Say($"no control socket: the system takes none at {_data.ControlSocket} (a shorter path may do)");
        }

        Say(
            $"FIX 4.4 on {_gateway.EndPoint} as HYBRIDGPU, {_gateway.SessionCount} sessions; risk arrays by "
            + $"{_venue.BackendDescription}; data in {_data.Root}"
            + (_venue.RecoveredCommands == 0 ? "" : $"; recovered {_venue.RecoveredCommands:N0} commands"));
        await _participants.StartAsync(_options, _data, _gateway.EndPoint.Port, _market);
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            try
            {
                stopping.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // A second signal, while the run was ending by the first: there is nothing left to stop.
            }
        });

    /// <summary>Opens the doors only when the market is priced: an order that comes first thing should not be
    /// refused.</summary>
    private async Task AwaitPricesAsync(CancellationToken stopping)
    {
        long epochs = _venue.Statistics.Epochs;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Stopwatch.GetElapsedTime(_marketStarted) < PricesTimeout && _venue.Fault is null
            && (_venue.Statistics.Epochs == epochs || _venue.Statistics.ContractsPriced < _venue.Directory.LiveCount))
        {
            await timer.WaitForNextTickAsync(stopping);
        }
    }

    private void Say(string line)
    {
        if (!_options.IsJson)
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>Without a chain every account gets an opening credit of the venue's own book, once: the engine knows
    /// each by its identity.</summary>
    private void CreditOpenings(IEnumerable<(AccountId Account, long AmountMicros)> openings)
    {
        foreach ((AccountId account, long amountMicros) in openings)
        {
            Command credit = Command.Of(CommandKind.ChainEvent);
            credit.ChainEvent = new ChainEvent
            {
                Kind = ChainEventKind.Deposit,
                Account = account,
                LogIndex = account.Value,
                AmountMicros = amountMicros,
            };
            _venue.Gate.Publish(in credit);
        }
    }

    /// <summary>Shows one live line until the time is over or something has failed.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        var status = new StatusLine(_venue, _gateway, _market, _driver, _settlement);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!stopping.IsCancellationRequested && _venue.Fault is null && _driver.Fault is null
            && _settlement?.Fault is null
            && (_options.Duration is not { } duration || Stopwatch.GetElapsedTime(_marketStarted) < duration))
        {
            if (!_options.IsJson)
            {
                status.Show();
            }

            await WaitAsync(timer, stopping);
        }

        if (!_options.IsJson)
        {
            status.End();
        }
    }

    private static async Task WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop looks at the token itself.
        }
    }
}
