using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HybridGpu.Ethereum.Keystore;

/// <summary>The password-based key derivation function scrypt.</summary>
/// <remarks>
/// Source: RFC 7914. Written out because the library refuses r = 1 with N ≥ 65,536 (a bound of the RFC's section 6),
/// which the keystore definition's own test vector breaks. Memory: 128·N·r bytes, overwritten at the end.
/// </remarks>
internal static class Scrypt
{
    private const int BlockWords = 16;

    public static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        byte[] blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, 128 * r * p);
        int words = 2 * r * BlockWords;
        uint[] memory = new uint[checked(n * words)];
        uint[] x = new uint[words];
        uint[] scratch = new uint[words];
        for (int i = 0; i < p; i++)
        {
            Span<byte> block = blocks.AsSpan(i * 128 * r, 128 * r);
            for (int word = 0; word < words; word++)
            {
                x[word] = BinaryPrimitives.ReadUInt32LittleEndian(block[(word * sizeof(uint))..]);
            }

            Mix(x, scratch, memory, n, r);
            for (int word = 0; word < words; word++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block[(word * sizeof(uint))..], x[word]);
            }
        }

        byte[] key = Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
        CryptographicOperations.ZeroMemory(blocks);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(memory.AsSpan()));
        return key;
    }

    /// <summary>scryptROMix: fills the memory in order, then reads it in an order that depends on the
    /// content.</summary>
    private static void Mix(Span<uint> x, Span<uint> scratch, Span<uint> memory, int n, int r)
    {
        int words = x.Length;
        for (int i = 0; i < n; i++)
        {
            x.CopyTo(memory.Slice(i * words, words));
            MixBlocks(x, scratch, r);
        }

        for (int i = 0; i < n; i++)
        {
            int j = (int)(x[words - BlockWords] & (uint)(n - 1));
            Xor(x, memory.Slice(j * words, words));
            MixBlocks(x, scratch, r);
        }
    }

    /// <summary>scryptBlockMix: Salsa20/8 along the blocks; even results first, then the odd ones.</summary>
    private static void MixBlocks(Span<uint> x, Span<uint> scratch, int r)
    {
        Span<uint> running = stackalloc uint[BlockWords];
        x[^BlockWords..].CopyTo(running);
        for (int i = 0; i < 2 * r; i++)
        {
            Xor(running, x.Slice(i * BlockWords, BlockWords));
            Salsa(running);
            int place = (i / 2) + ((i & 1) == 0 ? 0 : r);
            running.CopyTo(scratch.Slice(place * BlockWords, BlockWords));
        }

        scratch.CopyTo(x);
    }

    private static void Xor(Span<uint> x, ReadOnlySpan<uint> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] ^= y[i];
        }
    }

    private static void Salsa(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[BlockWords];
        block.CopyTo(x);
        for (int round = 0; round < 8; round += 2)
        {
            Quarter(ref x[0], ref x[4], ref x[8], ref x[12]);
            Quarter(ref x[5], ref x[9], ref x[13], ref x[1]);
            Quarter(ref x[10], ref x[14], ref x[2], ref x[6]);
            Quarter(ref x[15], ref x[3], ref x[7], ref x[11]);
            Quarter(ref x[0], ref x[1], ref x[2], ref x[3]);
            Quarter(ref x[5], ref x[6], ref x[7], ref x[4]);
            Quarter(ref x[10], ref x[11], ref x[8], ref x[9]);
            Quarter(ref x[15], ref x[12], ref x[13], ref x[14]);
        }

        for (int i = 0; i < BlockWords; i++)
        {
            block[i] += x[i];
        }
    }

    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        b ^= BitOperations.RotateLeft(a + d, 7);
        c ^= BitOperations.RotateLeft(b + a, 9);
        d ^= BitOperations.RotateLeft(c + b, 13);
        a ^= BitOperations.RotateLeft(d + c, 18);
    }
}
