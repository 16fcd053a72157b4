using System.Runtime.CompilerServices;
using ILGPU;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>Philox 4x32-10: random bits as a function of a counter and a key, without a state.</summary>
/// <remarks>
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// Integers alone, so every machine gives the same bits; any scenario can be drawn without the ones before it, on any
/// thread, and drawn again. The known-answer vectors of the authors' Random123 are golden numbers of the tests.
/// Here the key is the seed and the counter is (scenario, 0, pair of draws, <see cref="DrawStream"/>).
/// </remarks>
internal static class Philox
{
    /// <summary>What the first word of a counter is multiplied by.</summary>
    public const uint Multiplier0 = 0xD251_1F53;

    /// <summary>What the third word of a counter is multiplied by.</summary>
    public const uint Multiplier1 = 0xCD9E_8D57;

    /// <summary>What the key's first word grows by.</summary>
    public const uint Weyl0 = 0x9E37_79B9;

    /// <summary>What the key's second word grows by.</summary>
    public const uint Weyl1 = 0xBB67_AE85;

    /// <summary>Rounds: the paper's ten.</summary>
    public const int Rounds = 10;

    /// <summary>Bits of a word.</summary>
    public const int WordBits = 32;

    /// <summary>Bits of a half that a double's fraction has no room for.</summary>
    public const int DroppedBits = 12;

    /// <summary>The exponent of [1, 2) above those 52 bits.</summary>
    public const ulong OneBits = 0x3FF0_0000_0000_0000;

    /// <summary>The counter becomes its 128 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint key0, uint key1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> WordBits) ^ c1 ^ key0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> WordBits) ^ c3 ^ key1;
            c3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
    }

    /// <summary>Two numbers in [1, 2) of a scenario: draws 2·pair and 2·pair + 1 of a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pair(
        uint scenario, uint pair, uint stream, uint key0, uint key1, out double even, out double odd)
    {
        uint c0 = scenario;
        uint c1 = 0;
        uint c2 = pair;
        uint c3 = stream;
        Block(ref c0, ref c1, ref c2, ref c3, key0, key1);
        even = Interop.IntAsFloat((((((ulong)c1) << WordBits) | c0) >> DroppedBits) | OneBits);
        odd = Interop.IntAsFloat((((((ulong)c3) << WordBits) | c2) >> DroppedBits) | OneBits);
    }
}
