using System;

namespace HybridGpu.Kernels.Margin;

/// <summary>Vectors of int64 that accumulate int32 cells times a quantity, exactly.</summary>
/// <typeparam name="V">A vector of int64.</typeparam>
internal interface IIntegerLane<V>
    where V : struct
{
    /// <summary>How many int64 a vector holds.</summary>
    public static abstract int Width { get; }

    /// <summary>The same number in every element.</summary>
    public static abstract V Create(long value);

    /// <summary>sum + cells·quantity where the quantity fits an int32: one widening multiplication.</summary>
    public static abstract V MulAdd(V sum, ReadOnlySpan<int> cells, int index, V quantity);

    /// <summary>sum + cells·quantity for any quantity whose product fits an int64.</summary>
    public static abstract V MulAddWide(V sum, ReadOnlySpan<int> cells, int index, V quantity);

    /// <summary>a + b.</summary>
    public static abstract V Add(V a, V b);

    /// <summary>The smaller of each pair.</summary>
    public static abstract V Min(V a, V b);

    /// <summary>A vector from an array.</summary>
    public static abstract V Load(ReadOnlySpan<long> source, int index);

    /// <summary>A vector into an array.</summary>
    public static abstract void Store(V value, Span<long> target, int index);

    /// <summary>One bit per element that equals the other's, element 0 lowest.</summary>
    public static abstract uint EqualBits(V a, V b);

    /// <summary>The lowest element.</summary>
    public static abstract long MinElement(V value);
}
