using System;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Batches;

/// <summary>Checks of a batch that need more than the batch: the chain's queue, and pricing.</summary>
/// <remarks>Called by <see cref="BatchReplay"/> on its caller's thread, record by record.</remarks>
public interface IBatchChecks
{
    /// <summary>Whether a risk epoch's root is that of the arrays that its inputs give.</summary>
    /// <param name="epoch">The operation.</param>
    /// <param name="inputs">Its inputs, whose hash is checked already.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? CheckRiskEpoch(in Operation epoch, ReadOnlyMemory<byte> inputs);

    /// <summary>Whether the chain's queue holds what a Deposit, Withdraw or QueueAdvance consumes.</summary>
    /// <param name="operation">The operation, applied already.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? CheckQueueEntry(in Operation operation);
}
