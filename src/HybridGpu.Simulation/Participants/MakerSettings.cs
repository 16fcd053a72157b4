using System;

namespace HybridGpu.Simulation.Participants;

/// <summary>How a simulated maker quotes.</summary>
public sealed record MakerSettings
{
    /// <summary>How often it looks at the market.</summary>
    public TimeSpan QuoteInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Most quote entries in a second; instruments take turns when more would be due.</summary>
    public int EntriesPerSecond { get; init; } = 4_000;

    /// <summary>Most entries in a MassQuote, 1 to 100.</summary>
    public int EntriesPerMessage { get; init; } = 100;

    /// <summary>Most messages without an acknowledgement; then it waits, so that a slow venue isn't buried.</summary>
    public int UnacknowledgedMax { get; init; } = 8;

    /// <summary>Its spread as a multiple of the market's.</summary>
    public double SpreadFactor { get; init; } = 1.0;

    /// <summary>Share of the spread that a side must have moved (and at least a tick) before it is quoted
    /// again.</summary>
    public double RequoteSpreadShare { get; init; } = 0.05;

    /// <summary>The same of an answer to a request for quote, whose asker needs time to decide.</summary>
    public double ReanswerSpreadShare { get; init; } = 0.25;

    /// <summary>Position, in multiples of the suggested size, at which it stops adding to a side.</summary>
    public int InventorySizesMax { get; init; } = 20;

    /// <summary>How long an instrument rests after its quote was refused.</summary>
    public TimeSpan RejectPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it waits for an acknowledgement before it takes it for lost.</summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
