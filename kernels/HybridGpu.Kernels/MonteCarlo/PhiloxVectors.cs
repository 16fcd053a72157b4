using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary><see cref="Philox"/> for scenarios side by side: the same integers, some eight times as fast.</summary>
/// <remarks>Each 32-bit word has a 64-bit element, as the instruction that multiplies wants it: it reads the low half
/// and leaves the product, so what stands in a high half before that does no harm.</remarks>
internal static class PhiloxVectors
{
    private const ulong LowWord = uint.MaxValue;

    /// <summary>Two draws of every scenario, as <see cref="Philox.Pair"/>; any number of scenarios.</summary>
    /// <param name="bits">Vectors of 512 or 256 bits where the machine has them, else one after the other.</param>
    /// <param name="scenarios">Numbers of the scenarios.</param>
    /// <param name="pair">Number of the pair.</param>
    /// <param name="stream">One of <see cref="DrawStream"/>.</param>
    /// <param name="seed">The key.</param>
    /// <param name="even">Output, one a scenario.</param>
    /// <param name="odd">Output, one a scenario.</param>
    public static void Pairs(
        int bits, ReadOnlySpan<uint> scenarios, uint pair, uint stream, ulong seed, Span<double> even,
        Span<double> odd)
    {
        uint key0 = (uint)seed;
        uint key1 = (uint)(seed >> Philox.WordBits);
        int s = 0;
        if (bits >= 512 && Avx512F.IsSupported)
        {
            for (; s + Vector512<ulong>.Count <= scenarios.Length; s += Vector512<ulong>.Count)
            {
                Eight(scenarios[s..], pair, stream, key0, key1, even[s..], odd[s..]);
            }
        }
        else if (bits >= 256 && Avx2.IsSupported)
        {
            for (; s + Vector256<ulong>.Count <= scenarios.Length; s += Vector256<ulong>.Count)
            {
                Four(scenarios[s..], pair, stream, key0, key1, even[s..], odd[s..]);
            }
        }

        for (; s < scenarios.Length; s++)
        {
            Philox.Pair(scenarios[s], pair, stream, key0, key1, out even[s], out odd[s]);
        }
    }

    private static void Eight(
        ReadOnlySpan<uint> scenarios, uint pair, uint stream, uint key0, uint key1, Span<double> even,
        Span<double> odd)
    {
        Vector512<ulong> c0 = Avx512F.ConvertToVector512UInt64(Vector256.Create(scenarios));
        Vector512<ulong> c1 = Vector512<ulong>.Zero;
        Vector512<ulong> c2 = Vector512.Create((ulong)pair);
        Vector512<ulong> c3 = Vector512.Create((ulong)stream);
        Vector512<uint> multiplier0 = Vector512.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector512<uint> multiplier1 = Vector512.Create((ulong)Philox.Multiplier1).AsUInt32();
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector512<ulong> product0 = Avx512F.Multiply(c0.AsUInt32(), multiplier0);
            Vector512<ulong> product1 = Avx512F.Multiply(c2.AsUInt32(), multiplier1);
            c0 = (product1 >> Philox.WordBits) ^ c1 ^ Vector512.Create((ulong)key0);
            c1 = product1;
            c2 = (product0 >> Philox.WordBits) ^ c3 ^ Vector512.Create((ulong)key1);
            c3 = product0;
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        Vector512<ulong> low = Vector512.Create(LowWord);
        Vector512<ulong> one = Vector512.Create(Philox.OneBits);
        ((((c1 << Philox.WordBits) | (c0 & low)) >> Philox.DroppedBits) | one).AsDouble().CopyTo(even);
        ((((c3 << Philox.WordBits) | (c2 & low)) >> Philox.DroppedBits) | one).AsDouble().CopyTo(odd);
    }

    private static void Four(
        ReadOnlySpan<uint> scenarios, uint pair, uint stream, uint key0, uint key1, Span<double> even,
        Span<double> odd)
    {
        Vector256<ulong> c0 = Avx2.ConvertToVector256Int64(Vector128.Create(scenarios)).AsUInt64();
        Vector256<ulong> c1 = Vector256<ulong>.Zero;
        Vector256<ulong> c2 = Vector256.Create((ulong)pair);
        Vector256<ulong> c3 = Vector256.Create((ulong)stream);
        Vector256<uint> multiplier0 = Vector256.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector256<uint> multiplier1 = Vector256.Create((ulong)Philox.Multiplier1).AsUInt32();
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector256<ulong> product0 = Avx2.Multiply(c0.AsUInt32(), multiplier0);
            Vector256<ulong> product1 = Avx2.Multiply(c2.AsUInt32(), multiplier1);
            c0 = (product1 >> Philox.WordBits) ^ c1 ^ Vector256.Create((ulong)key0);
            c1 = product1;
            c2 = (product0 >> Philox.WordBits) ^ c3 ^ Vector256.Create((ulong)key1);
            c3 = product0;
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        Vector256<ulong> low = Vector256.Create(LowWord);
        Vector256<ulong> one = Vector256.Create(Philox.OneBits);
        ((((c1 << Philox.WordBits) | (c0 & low)) >> Philox.DroppedBits) | one).AsDouble().CopyTo(even);
        ((((c3 << Philox.WordBits) | (c2 & low)) >> Philox.DroppedBits) | one).AsDouble().CopyTo(odd);
    }
}
