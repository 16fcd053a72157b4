using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.Margin;

/// <summary>
/// 8 int64 at a time in a 512-bit vector. Without the hardware the runtime emulates it: slower, same sums.
/// </summary>
internal readonly struct Integer512Lane : IIntegerLane<Vector512<long>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<long> Create(long value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<long> MulAdd(
        Vector512<long> sum, ReadOnlySpan<int> cells, int index, Vector512<long> quantity)
    {
        // The instruction multiplies the low int32 of each int64, signed.
        return Avx512F.IsSupported
            ? sum + Avx512F.Multiply(Widen(cells, index).AsInt32(), quantity.AsInt32())
            : sum + (Widen(cells, index) * quantity);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<long> MulAddWide(
        Vector512<long> sum, ReadOnlySpan<int> cells, int index, Vector512<long> quantity) =>
        sum + (Widen(cells, index) * quantity);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<long> Add(Vector512<long> a, Vector512<long> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<long> Min(Vector512<long> a, Vector512<long> b) => Vector512.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector512<long> Load(ReadOnlySpan<long> source, int index) =>
        Vector512.Create(source.Slice(index, 8));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Vector512<long> value, Span<long> target, int index) =>
        value.CopyTo(target.Slice(index, 8));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static uint EqualBits(Vector512<long> a, Vector512<long> b) =>
        (uint)Vector512.Equals(a, b).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static long MinElement(Vector512<long> value) =>
        Integer256Lane.MinElement(Vector256.Min(value.GetLower(), value.GetUpper()));

    [MethodImpl(Inline)]
    private static Vector512<long> Widen(ReadOnlySpan<int> cells, int index)
    {
        Vector256<int> narrow = Vector256.Create(cells.Slice(index, 8));
        return Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int64(narrow)
            : Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow));
    }
}
