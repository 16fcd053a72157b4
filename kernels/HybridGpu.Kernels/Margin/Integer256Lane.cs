using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.Margin;

/// <summary>
/// 4 int64 at a time in a 256-bit vector. Without the hardware the runtime emulates it: slower, same sums.
/// </summary>
internal readonly struct Integer256Lane : IIntegerLane<Vector256<long>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<long> Create(long value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<long> MulAdd(
        Vector256<long> sum, ReadOnlySpan<int> cells, int index, Vector256<long> quantity)
    {
        // The instruction multiplies the low int32 of each int64, signed.
        return Avx2.IsSupported
            ? sum + Avx2.Multiply(Widen(cells, index).AsInt32(), quantity.AsInt32())
            : sum + (Widen(cells, index) * quantity);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<long> MulAddWide(
        Vector256<long> sum, ReadOnlySpan<int> cells, int index, Vector256<long> quantity) =>
        sum + (Widen(cells, index) * quantity);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<long> Add(Vector256<long> a, Vector256<long> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<long> Min(Vector256<long> a, Vector256<long> b) => Vector256.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector256<long> Load(ReadOnlySpan<long> source, int index) =>
        Vector256.Create(source.Slice(index, 4));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Vector256<long> value, Span<long> target, int index) =>
        value.CopyTo(target.Slice(index, 4));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static uint EqualBits(Vector256<long> a, Vector256<long> b) =>
        (uint)Vector256.Equals(a, b).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static long MinElement(Vector256<long> value) =>
        Integer128Lane.MinElement(Vector128.Min(value.GetLower(), value.GetUpper()));

    [MethodImpl(Inline)]
    private static Vector256<long> Widen(ReadOnlySpan<int> cells, int index)
    {
        Vector128<int> narrow = Vector128.Create(cells.Slice(index, 4));
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int64(narrow)
            : Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow));
    }
}
