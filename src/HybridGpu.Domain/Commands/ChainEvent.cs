using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>A final event of a chain, applied once by its identity (chain, block hash, log index). 64 bytes.</summary>
/// <remarks>Chain id 0 is the venue's own book of opening credits, used where no chain is attached.</remarks>
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
}
