using System;
using System.Threading.Tasks;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>A taker over FIX: watches some instruments' best prices and trades at them.</summary>
/// <remarks>
/// Watches a set that changes every few seconds (market data, one level, with trades). Most orders are
/// immediate-or-cancel at the shown price or a tick through it; some rest post-only at the near side and are cancelled
/// a few seconds later. Sides lean against its position. Resting orders are cancelled at <see cref="StopAsync"/>; after
/// a kill they stay with the venue until they trade or expire. Thread: members from any.
/// </remarks>
public sealed class SimulatedTaker : IAsyncDisposable
{
    private readonly FixClient _client;

    /// <summary>A taker that has not started.</summary>
    /// <param name="settings">Who it is.</param>
    /// <param name="taker">How it trades.</param>
    /// <param name="market">Which instruments there are to watch.</param>
    public SimulatedTaker(ParticipantSettings settings, TakerSettings taker, IMarket market)
    {
        var logic = new TakerLogic(settings, taker, market, Statistics);
        _client = new FixClient(settings, taker.Interval, logic, Statistics);
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

    /// <summary>Cancels what rests, logs out and closes the store.</summary>
    /// <param name="text">Logout Text(58).</param>
    public Task StopAsync(string text = "done for the day") => _client.StopAsync(text);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
