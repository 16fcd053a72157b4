using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>Checks batches one after the other from genesis, with nothing but what they post.</summary>
/// <remarks>
/// It decodes the chunks' bytes again, applies every record to its own state, and recomputes links, hashes of leaves,
/// touch entries, page updates, roots and the ranges in the header, and that all holders of a perpetual settle a
/// funding before anything follows it. What a batch alone can't show is left to
/// <see cref="IBatchChecks"/>; without it the contents of the chain's queue and the prices behind a risk root are taken
/// as given, as are the ordinals of the venue's events, which only have to go on from the batch before.
/// Cost: about 10 µs a record, 0.6 ms a leaf and 0.3 ms a page written. Thread: one.
/// </remarks>
public sealed class BatchReplay
{
    private readonly IBatchChecks? _checks;
    private readonly FundingWatch _funding;
    private ulong _lastEvent;

    /// <summary>A checker at genesis.</summary>
    /// <param name="parameters">The venue's parameters.</param>
    /// <param name="checks">Checks beyond the batches; none when null.</param>
    public BatchReplay(SettlementParameters parameters, IBatchChecks? checks = null)
    {
        State = new SettlementState(parameters);
        _checks = checks;
        _funding = new FundingWatch(State);
    }

    /// <summary>The state after the last batch; undefined once there is a fault.</summary>
    public SettlementState State { get; }

    /// <summary>Number of the batch that comes next.</summary>
    public ulong NextBatch { get; private set; } = 1;

    /// <summary>Hash of the last batch; zero before the first.</summary>
    public Hash32 PreviousHash { get; private set; }

    /// <summary>What was wrong with the last batch; null while all were right.</summary>
    public BatchFault? Fault { get; private set; }

    /// <summary>Checks the next batch and takes it over.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>The first thing wrong with it; null when nothing is. After a fault the state is half a batch further
    /// and this checker is done: a new one starts at genesis.</returns>
    /// <exception cref="InvalidOperationException">An earlier batch had a fault.</exception>
    public BatchFault? Apply(SettlementBatch batch)
    {
        if (Fault is not null)
        {
            throw new InvalidOperationException($"Nothing can be built on a faulty batch. {Fault}");
        }

        Fault = Check(batch);
        if (Fault is null)
        {
            NextBatch++;
            PreviousHash = batch.Hash;
            _lastEvent = batch.Header.LastEvent;
        }

        return Fault;
    }

    private BatchFault? Check(SettlementBatch batch)
    {
        BatchFault? fault = CheckStart(batch.Header);
        if (fault is not null)
        {
            return fault;
        }

        var chunks = new ReplayChunks();
        fault = chunks.Read(batch);
        if (fault is not null)
        {
            return fault;
        }

        var log = new ReplayLog(State, chunks, _funding, _checks);
        fault = log.Apply();
        if (fault is not null)
        {
            return fault;
        }

        fault = new ReplayTree(State, chunks).Apply(log.Touches);
        return fault ?? CheckEnd(batch.Header);
    }

    private BatchFault? CheckStart(BatchHeader header)
    {
        SystemLeaf system = State.System.Leaf;
        return Compare("version", header.Version, BatchHeader.CurrentVersion)
            ?? Compare("batch", header.Batch, NextBatch)
            ?? Compare("previousHash", header.PreviousHash, PreviousHash)
            ?? Compare("rootBefore", header.RootBefore, State.StateRoot)
            ?? Compare("queueStart", header.QueueStart, system.QueueCursor)
            ?? Compare("firstEpoch", header.FirstEpoch, system.RiskEpoch)
            ?? Compare("orderCount", header.OrderCount, 0u)
            ?? Compare("riskElement", header.RiskElement, default)
            ?? Require(header.RecordCount is > 0 and <= BatchLimits.RecordsMax, "recordCount out of range")
            ?? Require(header.FirstEvent >= _lastEvent, "firstEvent before the last batch's lastEvent")
            ?? Require(header.LastEvent >= header.FirstEvent, "lastEvent before firstEvent");
    }

    private BatchFault? CheckEnd(BatchHeader header)
    {
        if (State.HasUncommitted)
        {
            throw new InvalidOperationException("An operation wrote a leaf that the checker doesn't know of.");
        }

        SystemLeaf system = State.System.Leaf;
        return Compare("rootAfter", header.RootAfter, State.StateRoot)
            ?? Compare("queueEnd", header.QueueEnd, system.QueueCursor)
            ?? Compare("lastEpoch", header.LastEpoch, system.RiskEpoch)
            ?? Compare("sequencedNs", header.SequencedNs, system.SequencedNs);
    }

    private static BatchFault? Compare<T>(string field, T posted, T expected)
        where T : struct, IEquatable<T> =>
        Require(posted.Equals(expected), $"{field} is {posted}, not {expected}");

    private static BatchFault? Require(bool holds, string message) =>
        holds ? null : new BatchFault(BatchFaultKind.Header, BatchSection.None, 0, message);
}
