using System;
using System.Buffers.Binary;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>What an entry of the chain's queue says, wherever it stands.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Account">For which account.</param>
/// <param name="Amount">Micro-USD.</param>
public readonly record struct QueueContent(QueueEntryKind Kind, uint Account, ulong Amount)
{
    private const int Size = 13;

    /// <summary>The entry's hash, as the contract keeps it. Source: docs/wire.md, section 14.</summary>
    /// <returns>K of kind, account and amount.</returns>
    public Hash32 Hash()
    {
        Span<byte> packed = stackalloc byte[Size];
        packed[0] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(packed[1..], Account);
        BinaryPrimitives.WriteUInt64BigEndian(packed[5..], Amount);
        return Keccak256.Hash(packed);
    }
}
