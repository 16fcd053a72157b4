using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>A final event of a chain, applied once. 64 bytes.</summary>
/// <remarks>An attached chain's events are the entries of its queue and are applied in the order of
/// <see cref="QueueEntry"/>, so that a block that is replaced after all can't bring one twice. Chain id 0 is the
/// venue's own book of opening credits, used where no chain is attached: there the identity is (block hash, log
/// index).</remarks>
[StructLayout(LayoutKind.Explicit, Size = 64)]
public struct ChainEvent
{
    /// <summary>EIP-155 chain id.</summary>
    [FieldOffset(0)] public ulong ChainId;

    /// <summary>Hash of the block that holds the log.</summary>
    [FieldOffset(8)] public Hash256 BlockHash;

    /// <summary>Amount in the asset's micro units.</summary>
    [FieldOffset(40)] public long AmountMicros;

    /// <summary>Index of the log in its block.</summary>
    [FieldOffset(48)] public uint LogIndex;

    /// <summary>Account concerned.</summary>
    [FieldOffset(52)] public AccountId Account;

    /// <summary>What happened.</summary>
    [FieldOffset(56)] public ChainEventKind Kind;

    /// <summary>Asset index on that chain; 0 is the stablecoin.</summary>
    [FieldOffset(58)] public ushort Asset;

    /// <summary>Number of the entry in the chain's queue, from 0 without gaps; 0 from chain 0.</summary>
    [FieldOffset(60)] public uint QueueEntry;
}
