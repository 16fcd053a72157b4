using HybridGpu.Host.Settlement;

namespace HybridGpu.Host.Running;

/// <summary>What a run came to; its JSON is read by others, so names and meanings are kept (docs/summary.md).</summary>
internal sealed record RunSummary
{
    /// <summary>Orders accepted or refused since the journal began.</summary>
    public required long Orders { get; init; }

    /// <summary>Of them refused by the engine.</summary>
    public required long OrdersRejected { get; init; }

    /// <summary>Quote entries applied since the journal began.</summary>
    public required long Quotes { get; init; }

    /// <summary>Trades since the journal began.</summary>
    public required long Trades { get; init; }

    /// <summary>Instruments ever listed.</summary>
    public required int Contracts { get; init; }

    /// <summary>Accounts opened, without the reserved ones.</summary>
    public required int Accounts { get; init; }

    /// <summary>Expiries settled since the journal began, counted per underlying.</summary>
    public required long ExpiriesSettled { get; init; }

    /// <summary>Instruments settled since the journal began.</summary>
    public required long ContractsSettled { get; init; }

    /// <summary>Expiries that settled at the engine's average of the index.</summary>
    public required long ExpiriesAveraged { get; init; }

    /// <summary>Fundings of perpetuals since the journal began.</summary>
    public required long Fundings { get; init; }

    /// <summary>What accounts paid in them, in micro-USD.</summary>
    public required long FundingPaidMicros { get; init; }

    /// <summary>Risk ticks of this run.</summary>
    public required long Ticks { get; init; }

    /// <summary>Risk epochs since the journal began.</summary>
    public required long Epochs { get; init; }

    /// <summary>Times in this run when an epoch was due and all arrays were in flight.</summary>
    public required long EpochsSkipped { get; init; }

    /// <summary>Epochs of this run that found the inbound ring full and were made again.</summary>
    public required long EpochsAbandoned { get; init; }

    /// <summary>How long this run's ticks took.</summary>
    public required TickMillis TickMs { get; init; }

    /// <summary>The volatility surfaces of this run.</summary>
    public required SurfaceFigures Surface { get; init; }

    /// <summary>The sync buffer inside the settlement grid at the end.</summary>
    public required SyncBufferReport SyncBuffer { get; init; }

    /// <summary>Who computed the risk arrays.</summary>
    public required string Backend { get; init; }

    /// <summary>Why it isn't the one that was chosen: which device was lost, and how; null while none was.</summary>
    public string? BackendFallback { get; init; }

    /// <summary>FIX sessions that could log on.</summary>
    public required int FixSessions { get; init; }

    /// <summary>FIX reports sent or stored by this run.</summary>
    public required long FixReports { get; init; }

    /// <summary>Market data snapshots sent by this run.</summary>
    public required long FixSnapshots { get; init; }

    /// <summary>"ok", or what isn't conserved.</summary>
    public required string Conservation { get; init; }

    /// <summary>Settlement batches sealed since the journal began.</summary>
    public required ulong Batches { get; init; }

    /// <summary>Of them on the chain.</summary>
    public required ulong BatchesPosted { get; init; }

    /// <summary>Of them final there.</summary>
    public required ulong BatchesFinalised { get; init; }

    /// <summary>State root after the last batch; null without settlement.</summary>
    public required string? StateRoot { get; init; }

    /// <summary>The chain's state root; null without settlement or when it couldn't be read.</summary>
    public required string? OnchainRoot { get; init; }

    /// <summary>What settling took.</summary>
    public required SettlementSummary Settlement { get; init; }

    /// <summary>Number of the last command in the journal.</summary>
    public required ulong JournalSeq { get; init; }

    /// <summary>Hash of the state after it.</summary>
    public required string StateHash { get; init; }

    /// <summary>Commands replayed when this run began.</summary>
    public required ulong Recovered { get; init; }

    /// <summary>Wall time of this run in seconds.</summary>
    public required double ElapsedS { get; init; }

    /// <summary>Null, or what stopped the venue.</summary>
    public required string? Fault { get; init; }
}
