using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.Access;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Files;
using HybridGpu.Venue;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A venue with its gateway in a folder: MAKER (account 20), TAKER (21), OTHER (22).</summary>
internal sealed class TestVenue : IAsyncDisposable
{
    private static readonly MessageLimits Plenty = new()
    {
        RequestsPerSecond = 1_000_000,
        QuoteRequestsPerSecond = 1_000_000,
    };

    private readonly VenueOptions _options;

    private TestVenue(
        string root,
        TestClock clock,
        IJournalFileSystem? disk,
        Func<GatewayOptions, GatewayOptions>? change,
        JournalOptions? journal,
        int instrumentsMax)
    {
        Clock = clock;
        _options = TestMarket.Options(Path.Combine(root, "journal")) with { JournalFiles = disk };
        _options = _options with
        {
            Journal = journal ?? _options.Journal,
            Engine = _options.Engine with { InstrumentsMax = instrumentsMax },
            RiskLimits = _options.RiskLimits with { InstrumentCapacity = instrumentsMax },
        };
        var directory = new VenueDirectory();
        var options = new GatewayOptions
        {
            StoreDirectory = Path.Combine(root, "fix"),
            Clients =
            [
                new GatewayClientOptions("MAKER", new AccountId(20)) { Limits = Plenty },
                new GatewayClientOptions("TAKER", new AccountId(21)) { Limits = Plenty },
                new GatewayClientOptions("OTHER", new AccountId(22)) { Limits = Plenty },
            ],
        };
        Gateway = new FixGateway(change is null ? options : change(options), directory, TimeProvider.System);
        Pipeline = VenuePipeline.Open(_options, clock, directory, [.. Gateway.Handlers]);
        Gateway.Attach(Pipeline);
    }

    public TestClock Clock { get; }

    public FixGateway Gateway { get; }

    public VenuePipeline Pipeline { get; }

    public int Port => Gateway.EndPoint.Port;

    /// <summary>Opens, recovers what is in the folder or prepares a new market, and listens.</summary>
    public static async Task<TestVenue> OpenAsync(
        string root,
        TestClock? clock = null,
        IJournalFileSystem? disk = null,
        Func<GatewayOptions, GatewayOptions>? change = null,
        JournalOptions? journal = null,
        int instrumentsMax = 128)
    {
        var venue = new TestVenue(root, clock ?? new TestClock(), disk, change, journal, instrumentsMax);
        venue.Pipeline.Start();
        if (venue.Pipeline.RecoveredCommands == 0)
        {
            TestMarket.Prepare(venue.Pipeline, venue._options, 20, 21, 22);
        }

        try
        {
            await venue.Gateway.RegisterAsync(CancellationToken.None);
            venue.Gateway.Start();
            return venue;
        }
        catch
        {
            await venue.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets time pass: the engine expires orders, market data goes out.</summary>
    public void Tick()
    {
        Clock.AdvanceWall(TimeSpan.FromSeconds(1));
        Pipeline.Gate.Publish(Command.Of(CommandKind.Clock));
    }

    /// <summary>Waits until all that was published is safe and told.</summary>
    public async Task CloseAsync()
    {
        await Gateway.StopAsync("closing");
        Assert.That(Pipeline.Stop(), Is.True, Pipeline.Fault?.ToString());
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Pipeline.Stop();
        await Gateway.DisposeAsync();
        Pipeline.Dispose();
    }
}
