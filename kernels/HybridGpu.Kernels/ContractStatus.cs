using System;

namespace HybridGpu.Kernels;

/// <summary>What a kernel has to say about one contract's numbers.</summary>
[Flags]
public enum ContractStatus
{
    /// <summary>All numbers are good.</summary>
    Ok = 0,

    /// <summary>
    /// An input, or the contract's row of shocks, was NaN or outside <see cref="KernelLimits"/>: mark and Greeks are 0,
    /// every cell is <see cref="KernelLimits.BadCell"/>. Keep the last good numbers instead.
    /// </summary>
    BadInput = 1,

    /// <summary>A cell did not fit and stands at ±<see cref="int.MaxValue"/>.</summary>
    CellSaturated = 2,

    /// <summary>The mark did not fit and stands at ±<see cref="KernelLimits.LongBound"/>.</summary>
    MarkSaturated = 4,

    /// <summary>A Greek did not fit and stands at ±<see cref="KernelLimits.LongBound"/>.</summary>
    GreekSaturated = 8,
}
