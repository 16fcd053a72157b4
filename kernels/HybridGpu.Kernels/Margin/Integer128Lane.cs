using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Kernels.Margin;

/// <summary>
/// 2 int64 at a time in a 128-bit vector. Without the hardware the runtime emulates it: slower, same sums.
/// </summary>
internal readonly struct Integer128Lane : IIntegerLane<Vector128<long>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Width => 2;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<long> Create(long value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<long> MulAdd(
        Vector128<long> sum, ReadOnlySpan<int> cells, int index, Vector128<long> quantity)
    {
        // The instruction multiplies the low int32 of each int64, signed.
        return Sse41.IsSupported
            ? sum + Sse41.Multiply(Widen(cells, index).AsInt32(), quantity.AsInt32())
            : sum + (Widen(cells, index) * quantity);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<long> MulAddWide(
        Vector128<long> sum, ReadOnlySpan<int> cells, int index, Vector128<long> quantity) =>
        sum + (Widen(cells, index) * quantity);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<long> Add(Vector128<long> a, Vector128<long> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<long> Min(Vector128<long> a, Vector128<long> b) => Vector128.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Vector128<long> Load(ReadOnlySpan<long> source, int index) =>
        Vector128.Create(source.Slice(index, 2));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Vector128<long> value, Span<long> target, int index) =>
        value.CopyTo(target.Slice(index, 2));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static uint EqualBits(Vector128<long> a, Vector128<long> b) =>
        (uint)Vector128.Equals(a, b).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static long MinElement(Vector128<long> value) =>
        Math.Min(value[0], value[1]);

    [MethodImpl(Inline)]
    private static Vector128<long> Widen(ReadOnlySpan<int> cells, int index)
    {
        ReadOnlySpan<int> pair = cells.Slice(index, 2);
        return Vector128.Create(pair[0], (long)pair[1]);
    }
}
