using System;
using System.Threading.Tasks;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>A market maker over FIX: quotes every instrument of a market with MassQuote, round and round.</summary>
/// <remarks>
/// Each cycle it goes on where it stopped, and sends what is new or has moved, up to its rate and while
/// acknowledgements come. After each logon everything counts as not quoted; an unchanged quote keeps its place at the
/// venue. Its position is counted from fills since it started and leans its prices against itself.
/// Thread: members from any. Memory: 64 bytes an instrument ever quoted.
/// </remarks>
public sealed class SimulatedMaker : IAsyncDisposable
{
    private readonly FixClient _client;

    /// <summary>A maker that has not started.</summary>
    /// <param name="settings">Who it is.</param>
    /// <param name="maker">How it quotes.</param>
    /// <param name="market">What it believes.</param>
    public SimulatedMaker(ParticipantSettings settings, MakerSettings maker, IMarket market)
    {
        var logic = new MakerLogic(settings, maker, market, Statistics);
        _client = new FixClient(settings, maker.QuoteInterval, logic, Statistics);
        logic.Client = _client;
    }

    /// <summary>What it has done.</summary>
    public ParticipantStatistics Statistics { get; } = new();

    /// <summary>Opens its store and starts connecting; the logon comes later, and again whenever the connection
    /// ends.</summary>
    /// <exception cref="System.IO.IOException">The store can't be opened.</exception>
    /// <exception cref="System.IO.InvalidDataException">The store is damaged.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public Task StartAsync()
    {
        _client.Start();
        return Task.CompletedTask;
    }

    /// <summary>Logs out and closes the store. Its quotes stay with the venue.</summary>
    /// <param name="text">Logout Text(58).</param>
    public Task StopAsync(string text = "done for the day") => _client.StopAsync(text);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
