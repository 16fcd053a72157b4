namespace HybridGpu.Gateway.Access;

/// <summary>How many messages a second a session may send, by class; a second's worth may come at once. Cancels aren't
/// limited.</summary>
public sealed record MessageLimits
{
    /// <summary>Orders and replacements (D, G, AB, AC), requests for quote (R) and what takes their answers
    /// (AJ).</summary>
    public int OrdersPerSecond { get; init; } = 2_000;

    /// <summary>Requests for quote (R) among them: every maker is told of each.</summary>
    public int QuoteRequestsPerSecond { get; init; } = 10;

    /// <summary>Quote entries (of i), two-sided ones counted once.</summary>
    public int QuoteEntriesPerSecond { get; init; } = 100_000;

    /// <summary>Everything else (H, AF, a, x, AN, BB, V, U1).</summary>
    public int RequestsPerSecond { get; init; } = 100;
}
