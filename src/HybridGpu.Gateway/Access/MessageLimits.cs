namespace HybridGpu.Gateway.Access;

/// <summary>How many messages a second a session may send, by class; a second's worth may come at once. Cancels aren't
/// limited.</summary>
public sealed record MessageLimits
{
    /// <summary>Orders and replacements (D, G).</summary>
    public int OrdersPerSecond { get; init; } = 2_000;

    /// <summary>Quote entries (of i), two-sided ones counted once.</summary>
    public int QuoteEntriesPerSecond { get; init; } = 100_000;

    /// <summary>Everything else (H, AF, a, x, AN, BB, V, U1).</summary>
    public int RequestsPerSecond { get; init; } = 100;
}
