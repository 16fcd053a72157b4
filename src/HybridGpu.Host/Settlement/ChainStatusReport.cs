namespace HybridGpu.Host.Settlement;

/// <summary>What <c>hybridgpu chain status</c> reports.</summary>
internal sealed record ChainStatusReport
{
    /// <summary>EIP-155 chain id.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The chain's height.</summary>
    public required ulong Block { get; init; }

    /// <summary>The contract of batches.</summary>
    public required string Rollup { get; init; }

    /// <summary>The vault.</summary>
    public required string Vault { get; init; }

    /// <summary>The collateral token.</summary>
    public required string Token { get; init; }

    /// <summary>Who posts batches.</summary>
    public required string Operator { get; init; }

    /// <summary>Seconds from a batch's seal until it may be final.</summary>
    public required ulong WindowSeconds { get; init; }

    /// <summary>Batches on the chain.</summary>
    public required ulong Batches { get; init; }

    /// <summary>Of them final.</summary>
    public required ulong BatchesFinalised { get; init; }

    /// <summary>State root after the newest batch.</summary>
    public required string StateRoot { get; init; }

    /// <summary>Entries of the queue.</summary>
    public required ulong QueueLength { get; init; }

    /// <summary>Of them consumed by batches.</summary>
    public required ulong QueueConsumed { get; init; }

    /// <summary>Collateral in the vault in micro-USD.</summary>
    public required ulong HeldMicros { get; init; }
}
