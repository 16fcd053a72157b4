using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Batches;

/// <summary>The checker's walk through a batch's records: what each must build on, and what it must come to.</summary>
/// <remarks>What an operation writes is read from the operation here, not taken from the transition function, so that
/// the two check each other.</remarks>
internal sealed class ReplayLog
{
    private readonly SettlementState _state;
    private readonly ReplayChunks _chunks;
    private readonly IBatchChecks? _checks;
    private readonly FundingWatch _funding;
    private readonly SortedDictionary<uint, ReplayTouch> _touches = [];
    private int _inputsUsed;

    public ReplayLog(SettlementState state, ReplayChunks chunks, FundingWatch funding, IBatchChecks? checks)
    {
        _funding = funding;
        _state = state;
        _chunks = chunks;
        _checks = checks;
    }

    /// <summary>Leaves written, with the records and pages.</summary>
    public SortedDictionary<uint, ReplayTouch> Touches => _touches;

    /// <summary>Applies all records.</summary>
    /// <returns>The first thing wrong; null when nothing is.</returns>
    public BatchFault? Apply()
    {
        IReadOnlyList<ReadOnlyMemory<byte>> items = _chunks[BatchSection.Records];
        for (int i = 0; i < items.Count; i++)
        {
            BatchFault? fault = ApplyRecord(i, items[i].Span);
            if (fault is not null)
            {
                return fault;
            }
        }

        return _inputsUsed == _chunks[BatchSection.Inputs].Count
            ? null
            : new BatchFault(
                BatchFaultKind.Inputs, BatchSection.Inputs, _inputsUsed, "inputs that belong to no record");
    }

    private static BatchFault Fault(BatchFaultKind kind, int record, string message) =>
        new(kind, BatchSection.Records, record, message);

    /// <summary>The leaves that an operation writes, in order.</summary>
    private static uint[] LeavesOf(in Operation operation) => operation.Kind switch
    {
        OperationKind.OpenAccount => [operation.Account],
        OperationKind.Deposit => [0, operation.Account],
        OperationKind.Withdraw => [0, operation.Account],
        OperationKind.Trade when operation.Maker == operation.Taker => [operation.Maker],
        OperationKind.Trade => [operation.Maker, operation.Taker],
        OperationKind.SettleExpiry => [operation.Account, 1],
        OperationKind.Sweep => [operation.Account, 1],
        OperationKind.SettleFunding => [operation.Account, 1],
        _ => [0],
    };

    private BatchFault? ApplyRecord(int number, ReadOnlySpan<byte> item)
    {
        if (!BatchRecord.TryDecode(item, out BatchRecord record))
        {
            return Fault(BatchFaultKind.Decode, number, $"{item.Length} bytes are no record");
        }

        Operation operation = record.Operation;
        uint[] leaves = LeavesOf(in operation);
        string? error = CheckLinks(in record, leaves);
        if (error is not null)
        {
            return Fault(BatchFaultKind.Link, number, error);
        }

        error = _funding.Before(in operation);
        if (error is not null)
        {
            return Fault(BatchFaultKind.Funding, number, error);
        }

        TransitionError refusal = TransitionFunction.Apply(_state, in operation);
        if (refusal != TransitionError.None)
        {
            return Fault(BatchFaultKind.Refused, number, $"{operation.Kind} is refused: {refusal}");
        }

        _funding.After(in operation);
        byte[] hashes = new byte[leaves.Length * Hash32.Size];
        for (int i = 0; i < leaves.Length; i++)
        {
            _state.LeafHashOf(leaves[i]).CopyTo(hashes.AsSpan(i * Hash32.Size));
            Note(leaves[i], number);
        }

        NotePages(in operation);
        Hash32 leavesHash = Keccak256.Hash(hashes);
        return leavesHash == record.LeavesHash
            ? CheckOutside(number, in operation)
            : Fault(BatchFaultKind.Step, number, $"its leaves hash to {leavesHash}, not {record.LeavesHash}");
    }

    private string? CheckLinks(in BatchRecord record, uint[] leaves)
    {
        int system = LastWriterOf(SettlementState.SystemAccount);
        if (record.SystemLink != system)
        {
            return $"the system leaf was last written by {system}, not {record.SystemLink}";
        }

        int place = 0;
        foreach (uint leaf in leaves)
        {
            if (leaf == SettlementState.SystemAccount)
            {
                continue;
            }

            int expected = LastWriterOf(leaf);
            ushort link = place++ == 0 ? record.FirstLink : record.SecondLink;
            if (link != expected)
            {
                return $"account {leaf} was last written by {expected}, not {link}";
            }
        }

        return null;
    }

    private BatchFault? CheckOutside(int number, in Operation operation)
    {
        if (operation.Kind == OperationKind.RiskEpoch)
        {
            IReadOnlyList<ReadOnlyMemory<byte>> inputs = _chunks[BatchSection.Inputs];
            if (_inputsUsed >= inputs.Count)
            {
                return Fault(BatchFaultKind.Inputs, number, "its inputs aren't in the batch");
            }

            ReadOnlyMemory<byte> payload = inputs[_inputsUsed++];
            if (Keccak256.Hash(payload.Span) != operation.InputsHash)
            {
                return Fault(BatchFaultKind.Inputs, number, $"item {_inputsUsed - 1} of the inputs isn't its own");
            }

            string? error = _checks?.CheckRiskEpoch(in operation, payload);
            return error is null ? null : Fault(BatchFaultKind.Inputs, number, error);
        }

        if (operation.Kind is OperationKind.Deposit or OperationKind.Withdraw or OperationKind.QueueAdvance)
        {
            string? error = _checks?.CheckQueueEntry(in operation);
            return error is null ? null : Fault(BatchFaultKind.Queue, number, error);
        }

        return null;
    }

    private int LastWriterOf(uint leaf) =>
        _touches.TryGetValue(leaf, out ReplayTouch? touch) ? touch.Last : BatchRecord.Base;

    private void Note(uint leaf, int record)
    {
        if (_touches.TryGetValue(leaf, out ReplayTouch? touch))
        {
            touch.Last = record;
        }
        else
        {
            _touches.Add(leaf, new ReplayTouch { First = record, Last = record });
        }
    }

    private void NotePages(in Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Trade when operation.Maker != operation.Taker:
                _touches[operation.Maker].Pages.Add(operation.MakerPage);
                _touches[operation.Taker].Pages.Add(operation.TakerPage);
                break;
            case OperationKind.SettleExpiry:
                _touches[operation.Account].Pages.Add(operation.Page);
                break;
            default:
                break;
        }
    }
}
