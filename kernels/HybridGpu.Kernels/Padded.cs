namespace HybridGpu.Kernels;

/// <summary>Lengths that the widest vector divides, so that no kernel needs a ragged last step.</summary>
internal static class Padded
{
    /// <summary>The smallest multiple of <see cref="KernelLimits.Padding"/> that is not below count.</summary>
    public static int Length(int count) =>
        checked(count + KernelLimits.Padding - 1) / KernelLimits.Padding * KernelLimits.Padding;
}
