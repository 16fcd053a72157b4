using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Engine.Margin;

/// <summary>lots x cell + shift, eight columns at a time, where the processor has 512-bit vectors: the product of two
/// numbers of 32 bits is one instruction there, of two of 64 bits it is three.</summary>
internal readonly ref struct WideProducts
{
    /// <summary>Columns at a time.</summary>
    public const int Width = 8;

    private readonly ref int _cells;
    private readonly Vector512<int> _lots;
    private readonly Vector512<long> _shift;

    /// <summary>Products of one instrument's cells; see <see cref="IsSupportedFor"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideProducts(ReadOnlySpan<int> cells, long lots, long shift)
    {
        _cells = ref MemoryMarshal.GetReference(cells[..ScenarioVector.Length]);
        _lots = Vector512.Create(lots).AsInt32();
        _shift = Vector512.Create(shift);
    }

    /// <summary>Whether the processor can, and the lots are within 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSupportedFor(long lots) => Avx512F.IsSupported && lots == (int)lots;

    /// <summary>The products of columns <paramref name="column"/> and the seven after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<long> At(nuint column)
    {
        Vector512<long> cells = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref _cells, column));
        return Avx512F.Multiply(cells.AsInt32(), _lots) + _shift;
    }
}
