using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Hashing;

/// <summary>K248: Keccak-256 without its last byte, read as an integer, so that it is a field element.</summary>
/// <remarks>Source: docs/wire.md, section 11.</remarks>
public static class Keccak248
{
    /// <summary>The hash as a word: a zero byte and the first 31 bytes of the Keccak.</summary>
    /// <param name="message">Any length.</param>
    /// <returns>A word below 2^248.</returns>
    public static Hash32 Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> word = stackalloc byte[1 + Hash32.Size];
        word[0] = 0;
        Keccak256.Hash(message, word[1..]);
        return new Hash32(word[..Hash32.Size]);
    }
}
