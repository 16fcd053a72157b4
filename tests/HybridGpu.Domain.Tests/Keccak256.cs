using System.Buffers.Binary;
using System.Numerics;

namespace HybridGpu.Domain.Tests;

/// <summary>Keccak-256 as Ethereum uses it, written to be read: the oracle of the signed bytes.</summary>
/// <remarks>Source: Bertoni et al., "The Keccak reference" (2011), sections 1.2 and 2; padding 0x01 as before FIPS
/// 202.</remarks>
internal static class Keccak256
{
    private const int RateBytes = 136;

    public static byte[] Hash(params ReadOnlySpan<byte> message)
    {
        byte[] padded = new byte[((message.Length / RateBytes) + 1) * RateBytes];
        message.CopyTo(padded);
        padded[message.Length] = 0x01;
        padded[^1] |= 0x80;

        ulong[] state = new ulong[25];
        for (int block = 0; block < padded.Length; block += RateBytes)
        {
            for (int word = 0; word < RateBytes / 8; word++)
            {
                state[word] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + (8 * word)));
            }

            Permute(state);
        }

        byte[] hash = new byte[32];
        for (int word = 0; word < 4; word++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(8 * word), state[word]);
        }

        return hash;
    }

    public static byte[] Hash(string ascii) => Hash(System.Text.Encoding.ASCII.GetBytes(ascii));

    private static void Permute(ulong[] lanes)
    {
        byte lfsr = 1;
        for (int round = 0; round < 24; round++)
        {
            Theta(lanes);
            RhoPi(lanes);
            Chi(lanes);
            for (int j = 0; j < 7; j++)
            {
                lanes[0] ^= (ulong)(lfsr & 1) << ((1 << j) - 1);
                lfsr = (byte)((lfsr << 1) ^ (lfsr >= 0x80 ? 0x71 : 0));
            }
        }
    }

    private static void Theta(ulong[] lanes)
    {
        ulong[] parity = new ulong[5];
        for (int i = 0; i < 25; i++)
        {
            parity[i % 5] ^= lanes[i];
        }

        for (int i = 0; i < 25; i++)
        {
            lanes[i] ^= parity[(i + 4) % 5] ^ BitOperations.RotateLeft(parity[(i + 1) % 5], 1);
        }
    }

    private static void RhoPi(ulong[] lanes)
    {
        (int x, int y, ulong moved) = (1, 0, lanes[1]);
        for (int t = 0; t < 24; t++)
        {
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
            ulong rotated = BitOperations.RotateLeft(moved, (t + 1) * (t + 2) / 2 % 64);
            moved = lanes[x + (5 * y)];
            lanes[x + (5 * y)] = rotated;
        }
    }

    private static void Chi(ulong[] lanes)
    {
        for (int y = 0; y < 25; y += 5)
        {
            ulong[] row = lanes[y..(y + 5)];
            for (int x = 0; x < 5; x++)
            {
                lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
