using System;

namespace HybridGpu.Kernels;

/// <summary>Lengths that the widest vector divides, so that no kernel needs a ragged last step, and arrays that stay
/// where they are, so that a card can read and write them itself.</summary>
internal static class Padded
{
    /// <summary>The smallest multiple of <see cref="KernelLimits.Padding"/> that is not below count.</summary>
    public static int Length(int count) =>
        checked(count + KernelLimits.Padding - 1) / KernelLimits.Padding * KernelLimits.Padding;

    /// <summary>A pinned array of zeros of at least one element.</summary>
    public static T[] Pinned<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return GC.AllocateArray<T>(Math.Max(1, length), pinned: true);
    }
}
