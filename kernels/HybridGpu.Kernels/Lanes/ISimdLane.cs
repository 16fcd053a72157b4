using System;

namespace HybridGpu.Kernels.Lanes;

/// <summary>A lane that host code can stride arrays with: loads, stores and the integer ends of the pipeline.</summary>
/// <typeparam name="T">The value: <see cref="double"/> or a vector of doubles.</typeparam>
internal interface ISimdLane<T> : ILane<T>
    where T : struct
{
    /// <summary>How many doubles a value holds.</summary>
    public static abstract int Width { get; }

    /// <summary>Width doubles from an array, beginning at index. The array reaches that far, or it throws.</summary>
    public static abstract T Load(ReadOnlySpan<double> source, int index);

    /// <summary>Width doubles into an array, beginning at index.</summary>
    public static abstract void Store(T value, Span<double> target, int index);

    /// <summary>The integers that a magic sum holds (|n| &lt; 2^51), as int64, beginning at index.</summary>
    public static abstract void StoreInt64(T magicSum, Span<long> target, int index);

    /// <summary>The integers that a magic sum holds (|n| &lt; 2^31), as int32, beginning at index.</summary>
    public static abstract void StoreInt32(T magicSum, Span<int> target, int index);

    /// <summary>Whether x &lt; y in any element.</summary>
    public static abstract bool AnyLess(T x, T y);
}
