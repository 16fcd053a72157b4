using System;

namespace HybridGpu.Simulation.Participants;

/// <summary>How a simulated taker trades.</summary>
public sealed record TakerSettings
{
    /// <summary>How often it acts.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Orders in a second while there are prices to trade at.</summary>
    public double OrdersPerSecond { get; init; } = 30;

    /// <summary>Instruments watched at a time.</summary>
    public int SymbolCount { get; init; } = 40;

    /// <summary>How long it watches them before it chooses others.</summary>
    public TimeSpan RotationInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Share of its orders that rest in the book (post-only) and are cancelled later.</summary>
    public double RestingShare { get; init; } = 0.1;

    /// <summary>Share of its other orders that reach one tick through the shown price.</summary>
    public double ThroughShare { get; init; } = 0.2;

    /// <summary>Largest order in lots.</summary>
    public int OrderLotsMax { get; init; } = 20;

    /// <summary>Position in lots at which nine of ten orders reduce it.</summary>
    public int InventoryLots { get; init; } = 200;

    /// <summary>Most resting orders at a time.</summary>
    public int RestingMax { get; init; } = 16;

    /// <summary>Most immediate orders without a final report; then it waits.</summary>
    public int UnansweredMax { get; init; } = 64;

    /// <summary>How long an order rests before it is cancelled.</summary>
    public TimeSpan RestingTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long it waits for a report before it takes it for lost.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
