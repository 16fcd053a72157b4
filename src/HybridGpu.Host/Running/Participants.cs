using HybridGpu.Domain;
using HybridGpu.Gateway;
using HybridGpu.Simulation.Markets;
using HybridGpu.Simulation.Participants;

namespace HybridGpu.Host.Running;

/// <summary>The simulated makers and takers of a run: who they are, and their lives.</summary>
internal sealed class Participants : IAsyncDisposable
{
    private const uint FirstMakerAccount = 1_000;
    private const uint FirstTakerAccount = 2_000;

    private readonly List<SimulatedMaker> _makers = [];
    private readonly List<SimulatedTaker> _takers = [];

    /// <summary>The sessions that a number of makers needs; two takers come with any makers.</summary>
    public static IReadOnlyList<GatewayClientOptions> Sessions(int makers)
    {
        var sessions = new List<GatewayClientOptions>();
        for (uint i = 0; i < makers; i++)
        {
            sessions.Add(new GatewayClientOptions($"MAKER{i + 1}", new AccountId(FirstMakerAccount + i)));
        }

        for (uint i = 0; i < Takers(makers); i++)
        {
            sessions.Add(new GatewayClientOptions($"TAKER{i + 1}", new AccountId(FirstTakerAccount + i)));
        }

        return sessions;
    }

    /// <summary>Opening credit of an account in micro-USD: makers quote whole chains, others trade single
    /// contracts.</summary>
    public static long OpeningCreditMicros(AccountId account) => account.Value switch
    {
        >= FirstMakerAccount and < FirstTakerAccount => 500_000_000_000_000,
        >= FirstTakerAccount and < FirstTakerAccount + 1_000 => 50_000_000_000_000,
        _ => 1_000_000_000_000,
    };

    /// <summary>Makes them and lets them connect.</summary>
    public async Task StartAsync(RunOptions options, DataDirectory data, int port, IMarket market)
    {
        int seed = options.Seed;
        foreach (GatewayClientOptions session in Sessions(options.Makers))
        {
            var settings = new ParticipantSettings
            {
                CompId = session.CompId,
                Account = session.Account,
                Port = port,
                StoreDirectory = data.Agents,
                Seed = seed++,
            };
            if (session.Account.Value < FirstTakerAccount)
            {
                var maker = new SimulatedMaker(settings, new MakerSettings(), market);
                _makers.Add(maker);
                await maker.StartAsync();
            }
            else
            {
                var taker = new SimulatedTaker(settings, new TakerSettings(), market);
                _takers.Add(taker);
                await taker.StartAsync();
            }
        }
    }

    /// <summary>Everyone's statistics.</summary>
    public IEnumerable<ParticipantStatistics> Statistics =>
        _makers.Select(maker => maker.Statistics).Concat(_takers.Select(taker => taker.Statistics));

    /// <summary>Lets them log out.</summary>
    public Task StopAsync() =>
        Task.WhenAll(_makers.Select(maker => maker.StopAsync()).Concat(_takers.Select(taker => taker.StopAsync())));

    public async ValueTask DisposeAsync()
    {
        foreach (SimulatedMaker maker in _makers)
        {
            await maker.DisposeAsync();
        }

        foreach (SimulatedTaker taker in _takers)
        {
            await taker.DisposeAsync();
        }
    }

    private static uint Takers(int makers) => makers > 0 ? 2u : 0u;
}
