using System;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>How posting stands. Immutable; the newest one counts.</summary>
public sealed record BatchPosterStatus
{
    /// <summary>What it is doing.</summary>
    public BatchPosterState State { get; init; }

    /// <summary>Batches that there are.</summary>
    public ulong Available { get; init; }

    /// <summary>Batches sealed on the chain.</summary>
    public ulong Posted { get; init; }

    /// <summary>Batches final on the chain.</summary>
    public ulong Finalised { get; init; }

    /// <summary>Batches that wait to be posted.</summary>
    public ulong Lag => Available > Posted ? Available - Posted : 0;

    /// <summary>What is wrong, in a sentence; null when nothing is.</summary>
    public string? Trouble { get; init; }

    /// <summary>The last thing that was wrong, also when it no longer is; null if nothing ever was.</summary>
    public string? LastTrouble { get; init; }

    /// <summary>How often the chain was found to have lost batches that were posted.</summary>
    public int ChainWentBackCount { get; init; }

    /// <summary>Batches posted by this object, those posted again included.</summary>
    public ulong PostedHere { get; init; }

    /// <summary>Gas used by those, seals and finalisations included.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>Chunk bytes of those.</summary>
    public ulong BytesPosted { get; init; }

    /// <summary>Gas used by the last one's chunks and seal.</summary>
    public ulong LastBatchGas { get; init; }

    /// <summary>Chunk bytes of the last one.</summary>
    public ulong LastBatchBytes { get; init; }

    /// <summary>Time from the last one's first transaction until its seal was in a block.</summary>
    public TimeSpan LastBatchTime { get; init; }

    /// <summary>How long the last batch waited from when it was there until a block had its seal, or the oldest that
    /// still waits has waited if that is longer.</summary>
    public TimeSpan PostDelay { get; init; }

    /// <summary>From a seal's block until the batch was final: the last one's, never below the contract's window; zero
    /// while that isn't known.</summary>
    public TimeSpan SettleDelay { get; init; }

    /// <summary>Mean time between blocks; zero while it isn't known.</summary>
    public TimeSpan BlockTime { get; init; }

    /// <summary>The transaction that sealed the last one.</summary>
    public Hash32 LastSealTransaction { get; init; }
}
