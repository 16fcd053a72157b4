using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace HybridGpu.Fix.Codec;

/// <summary>CheckSum(10): the sum of all bytes before the field, modulo 256.</summary>
internal static class Checksum
{
    /// <summary>Hot path: one vector addition per vector of bytes.</summary>
    /// <remarks>
    /// Lanes wrap at 256 each, which is harmless: the sum is wanted modulo 256 and addition modulo 256 is associative.
    /// </remarks>
    public static byte Compute(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        ReadOnlySpan<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(bytes);
        if (!vectors.IsEmpty)
        {
            Vector<byte> lanes = Vector<byte>.Zero;
            foreach (Vector<byte> vector in vectors)
            {
                lanes += vector;
            }

            sum = Vector.Sum(lanes);
        }

        foreach (byte value in bytes[(vectors.Length * Vector<byte>.Count)..])
        {
            sum = unchecked((byte)(sum + value));
        }

        return sum;
    }
}
