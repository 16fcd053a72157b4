using System;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>Where a node is and how patient its client.</summary>
public sealed record JsonRpcSettings
{
    /// <summary>The node's HTTP address.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>How long one attempt may take, reading the answer included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts in all, the first included.</summary>
    public int AttemptsMax { get; init; } = 5;

    /// <summary>The first pause before trying again; it doubles with each attempt.</summary>
    public TimeSpan RetryDelayMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause, also where the node's Retry-After asks for more.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest answer read, in bytes.</summary>
    public int ResponseBytesMax { get; init; } = 32 << 20;

    /// <summary>The most requests in one HTTP request; a longer batch is sent in pieces.</summary>
    public int BatchMax { get; init; } = 100;
}
