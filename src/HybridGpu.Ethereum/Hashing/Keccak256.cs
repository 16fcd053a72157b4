using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Hashing;

/// <summary>Keccak-256 with the original padding (0x01), as Ethereum uses it: not SHA3-256, whose padding is
/// 0x06.</summary>
/// <remarks>
/// Source: The Keccak reference, version 3.0, sections 1.2 (permutation) and 2 (sponge); Yellow Paper, section 3.
/// Cost: one permutation each 136 bytes of input, no allocation. Thread: any.
/// </remarks>
public static class Keccak256
{
    /// <summary>Bytes absorbed by each permutation.</summary>
    internal const int RateBytes = 136;

    private const int Lanes = 25;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
        0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
        0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
        0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>The hash of a message.</summary>
    /// <param name="message">Any length, zero included.</param>
    /// <returns>32 bytes.</returns>
    public static Hash32 Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Hash32.Size];
        Hash(message, hash);
        return new Hash32(hash);
    }

    /// <summary>The hash of a message, into a buffer, which may overlap the message.</summary>
    /// <param name="message">Any length, zero included.</param>
    /// <param name="destination">At least 32 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Hash32.Size, nameof(destination));
        LaneState state = default;
        while (message.Length >= RateBytes)
        {
            Absorb(ref state, message[..RateBytes]);
            message = message[RateBytes..];
        }

        Span<byte> last = stackalloc byte[RateBytes];
        last.Clear();
        message.CopyTo(last);
        last[message.Length] = 0x01;
        last[RateBytes - 1] |= 0x80;
        Absorb(ref state, last);

        for (int i = 0; i < Hash32.Size / sizeof(ulong); i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(i * sizeof(ulong))..], state[i]);
        }
    }

    private static void Absorb(ref LaneState state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < RateBytes / sizeof(ulong); i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        }

        Permute(ref state);
    }

    /// <summary>Keccak-f[1600]: 24 rounds, lane (x, y) at index x + 5y.</summary>
    private static void Permute(ref LaneState a)
    {
        Unsafe.SkipInit(out LaneState moved);
        foreach (ulong roundConstant in RoundConstants)
        {
            MixColumnsAndMove(ref a, ref moved);
            (a[0], a[1], a[2], a[3], a[4]) = MixRow(moved[0], moved[1], moved[2], moved[3], moved[4]);
            (a[5], a[6], a[7], a[8], a[9]) = MixRow(moved[5], moved[6], moved[7], moved[8], moved[9]);
            (a[10], a[11], a[12], a[13], a[14]) = MixRow(moved[10], moved[11], moved[12], moved[13], moved[14]);
            (a[15], a[16], a[17], a[18], a[19]) = MixRow(moved[15], moved[16], moved[17], moved[18], moved[19]);
            (a[20], a[21], a[22], a[23], a[24]) = MixRow(moved[20], moved[21], moved[22], moved[23], moved[24]);
            a[0] ^= roundConstant;
        }
    }

    /// <summary>The step chi: each lane of a row takes in the two after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong A0, ulong A1, ulong A2, ulong A3, ulong A4) MixRow(
        ulong m0, ulong m1, ulong m2, ulong m3, ulong m4) =>
        (m0 ^ (~m1 & m2), m1 ^ (~m2 & m3), m2 ^ (~m3 & m4), m3 ^ (~m4 & m0), m4 ^ (~m0 & m1));

    /// <summary>The steps theta, rho and pi: parities of columns, rotations, and each lane to its new place.</summary>
    private static void MixColumnsAndMove(ref LaneState a, ref LaneState moved)
    {
        ulong c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
        ulong c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
        ulong c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
        ulong c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
        ulong c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
        ulong d0 = c4 ^ BitOperations.RotateLeft(c1, 1);
        ulong d1 = c0 ^ BitOperations.RotateLeft(c2, 1);
        ulong d2 = c1 ^ BitOperations.RotateLeft(c3, 1);
        ulong d3 = c2 ^ BitOperations.RotateLeft(c4, 1);
        ulong d4 = c3 ^ BitOperations.RotateLeft(c0, 1);
        moved[0] = a[0] ^ d0;
        moved[1] = BitOperations.RotateLeft(a[6] ^ d1, 44);
        moved[2] = BitOperations.RotateLeft(a[12] ^ d2, 43);
        moved[3] = BitOperations.RotateLeft(a[18] ^ d3, 21);
        moved[4] = BitOperations.RotateLeft(a[24] ^ d4, 14);
        moved[5] = BitOperations.RotateLeft(a[3] ^ d3, 28);
        moved[6] = BitOperations.RotateLeft(a[9] ^ d4, 20);
        moved[7] = BitOperations.RotateLeft(a[10] ^ d0, 3);
        moved[8] = BitOperations.RotateLeft(a[16] ^ d1, 45);
        moved[9] = BitOperations.RotateLeft(a[22] ^ d2, 61);
        moved[10] = BitOperations.RotateLeft(a[1] ^ d1, 1);
        moved[11] = BitOperations.RotateLeft(a[7] ^ d2, 6);
        moved[12] = BitOperations.RotateLeft(a[13] ^ d3, 25);
        moved[13] = BitOperations.RotateLeft(a[19] ^ d4, 8);
        moved[14] = BitOperations.RotateLeft(a[20] ^ d0, 18);
        moved[15] = BitOperations.RotateLeft(a[4] ^ d4, 27);
        moved[16] = BitOperations.RotateLeft(a[5] ^ d0, 36);
        moved[17] = BitOperations.RotateLeft(a[11] ^ d1, 10);
        moved[18] = BitOperations.RotateLeft(a[17] ^ d2, 15);
        moved[19] = BitOperations.RotateLeft(a[23] ^ d3, 56);
        moved[20] = BitOperations.RotateLeft(a[2] ^ d2, 62);
        moved[21] = BitOperations.RotateLeft(a[8] ^ d3, 55);
        moved[22] = BitOperations.RotateLeft(a[14] ^ d4, 39);
        moved[23] = BitOperations.RotateLeft(a[15] ^ d0, 41);
        moved[24] = BitOperations.RotateLeft(a[21] ^ d1, 2);
    }

    /// <summary>The 1,600 bits. An inline array, because constant indices into it need no check: a third faster than a
    /// span here.</summary>
    [InlineArray(Lanes)]
    private struct LaneState
    {
        private ulong _first;
    }
}
