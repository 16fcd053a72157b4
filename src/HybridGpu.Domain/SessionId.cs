namespace HybridGpu.Domain;

/// <summary>The source of a command: 0 is the venue itself, others are registered client sessions.</summary>
/// <param name="Value">Counted by the engine from 1 as sessions are registered.</param>
public readonly record struct SessionId(uint Value)
{
    /// <summary>Number of sessions that a venue can register.</summary>
    public const uint Capacity = 1u << 16;

    /// <summary>The venue itself: clock, listings, risk epochs, chain events.</summary>
    public static readonly SessionId Venue;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
