namespace HybridGpu.Host.Settlement;

/// <summary>What a run's settlement came to.</summary>
internal sealed record SettlementSummary
{
    /// <summary>No settlement.</summary>
    public static readonly SettlementSummary None = new();

    /// <summary>Batches sealed since the journal began.</summary>
    public ulong Batches { get; init; }

    /// <summary>Of them on the chain.</summary>
    public ulong BatchesPosted { get; init; }

    /// <summary>Of them final there.</summary>
    public ulong BatchesFinalised { get; init; }

    /// <summary>Records in all batches.</summary>
    public ulong Records { get; init; }

    /// <summary>State root after the last batch; null without settlement.</summary>
    public string? StateRoot { get; init; }

    /// <summary>The chain's state root; null without settlement or when it couldn't be read.</summary>
    public string? OnchainRoot { get; init; }

    /// <summary>Records built a second of the time that building took.</summary>
    public double RecordsPerS { get; init; }

    /// <summary>Milliseconds of sealing for each account changed in a batch.</summary>
    public double SealMsPerAccount { get; init; }

    /// <summary>Accounts changed, counted once a batch.</summary>
    public long AccountsTouched { get; init; }

    /// <summary>Pages changed, counted once a batch.</summary>
    public long PagesTouched { get; init; }

    /// <summary>Bytes of all batches' chunks.</summary>
    public ulong DataBytes { get; init; }

    /// <summary>Gas of the batches that this run posted.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>How many those were.</summary>
    public ulong GasPostedBatches { get; init; }

    /// <summary>How often the embedded chain died and came back in this run.</summary>
    public int ChainRestarts { get; init; }

    /// <summary>Null, or why chain and venue aren't together.</summary>
    public string? Fault { get; init; }
}
