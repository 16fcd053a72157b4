using System.Collections.Generic;
using System.Numerics;

namespace HybridGpu.Settlement.Hashing;

/// <summary>The shift register from which the Poseidon paper draws its constants.</summary>
/// <remarks>
/// Source: L. Grassi and others, "Poseidon: a new hash function for zero-knowledge proof systems", appendix E:
/// 80 bits of state that describe the instance, 160 bits thrown away, then pairs of bits, of which the second
/// counts when the first is one.
/// </remarks>
internal sealed class GrainGenerator
{
    private const int StateBits = 80;
    private const int WarmUpBits = 160;

    private readonly Queue<bool> _order = new(StateBits);
    private readonly bool[] _ring = new bool[StateBits];
    private int _start;

    /// <summary>The register of one instance: a prime field (1) and the S-box x^5 (0).</summary>
    public GrainGenerator(int fieldBits, int width, int fullRounds, int partialRounds)
    {
        Push(1, 2);
        Push(0, 4);
        Push(fieldBits, 12);
        Push(width, 12);
        Push(fullRounds, 10);
        Push(partialRounds, 10);
        Push((1 << 30) - 1, 30);
        _order.CopyTo(_ring, 0);
        for (int i = 0; i < WarmUpBits; i++)
        {
            Clock();
        }
    }

    /// <summary>The next bits as a number, highest first.</summary>
    public BigInteger Next(int bits)
    {
        BigInteger value = BigInteger.Zero;
        for (int i = 0; i < bits; i++)
        {
            while (!Clock())
            {
                Clock();
            }

            value = (value << 1) + (Clock() ? 1 : 0);
        }

        return value;
    }

    private void Push(int value, int bits)
    {
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            _order.Enqueue(((value >> bit) & 1) != 0);
        }
    }

    private bool Clock()
    {
        bool next = At(62) ^ At(51) ^ At(38) ^ At(23) ^ At(13) ^ At(0);
        _ring[_start] = next;
        _start = (_start + 1) % StateBits;
        return next;
    }

    private bool At(int bit) => _ring[(_start + bit) % StateBits];
}
