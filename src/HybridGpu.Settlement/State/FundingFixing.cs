using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>A funding that was fixed, and the chain of those before it. 52 bytes, big-endian.</summary>
/// <param name="Epoch">Number of the fixing, from 1, over all instruments; 0 before the first.</param>
/// <param name="Instrument">The perpetual.</param>
/// <param name="AmountPerLot">What a long pays for one lot, in 1e-6 micro-USD.</param>
/// <param name="Previous">Root before it.</param>
/// <remarks>Source: docs/wire.md, section 11.8.</remarks>
public readonly record struct FundingFixing(ulong Epoch, uint Instrument, long AmountPerLot, Hash32 Previous)
{
    /// <summary>Bytes.</summary>
    public const int Size = 52;

    /// <summary>Numbers are below this: an account's leaf has 4 bytes for one.</summary>
    public const ulong EpochBound = 1UL << 32;

    /// <summary>The funding root with this fixing as the last: K of its bytes; zero before the first.</summary>
    public Hash32 Root
    {
        get
        {
            if (Epoch == 0)
            {
                return default;
            }

            Span<byte> bytes = stackalloc byte[Size];
            WireWriter writer = new(bytes);
            writer.UInt64(Epoch);
            writer.UInt32(Instrument);
            writer.Int64(AmountPerLot);
            writer.Word(Previous);
            return Keccak256.Hash(bytes);
        }
    }
}
