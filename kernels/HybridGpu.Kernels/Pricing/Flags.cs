using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Bytes that choose a formula's branch, as the numbers that a lane selects by.</summary>
internal static class Flags
{
    /// <summary>Every byte as a double. The length is a multiple of 8; no branch depends on a value.</summary>
    public static void ToDoubles(ReadOnlySpan<byte> bytes, Span<double> doubles)
    {
        for (int i = 0; i < bytes.Length; i += 8)
        {
            ulong eight = MemoryMarshal.Read<ulong>(bytes[i..]);
            Vector128<ushort> shorts = Vector128.WidenLower(Vector128.CreateScalar(eight).AsByte());
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(shorts);
            Vector256<double> first = Vector256.ConvertToDouble(Widened(low));
            Vector256<double> second = Vector256.ConvertToDouble(Widened(high));
            first.CopyTo(doubles.Slice(i, 4));
            second.CopyTo(doubles.Slice(i + 4, 4));
        }
    }

    private static Vector256<long> Widened(Vector128<uint> four)
    {
        (Vector128<ulong> low, Vector128<ulong> high) = Vector128.Widen(four);
        return Vector256.Create(low, high).AsInt64();
    }
}
