using System;
using System.Runtime.CompilerServices;

namespace HybridGpu.Kernels.Grid;

/// <summary>How a contract's status follows from its numbers: the same rule on every backend.</summary>
internal static class GridStatus
{
    /// <summary>The status of a good contract, from whether a cell saturated and from its mark.</summary>
    public static ContractStatus Of(bool cellSaturated, long mark)
    {
        ContractStatus status = cellSaturated ? ContractStatus.CellSaturated : ContractStatus.Ok;
        return Math.Abs(mark) == KernelLimits.LongBound ? status | ContractStatus.MarkSaturated : status;
    }

    /// <summary>
    /// Writes what a contract with bad input shows. Its mark is zero, not a sentinel, because marks are summed.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MarkBad(ScenarioGridResult result, int contract, Span<int> cells)
    {
        cells.Fill(KernelLimits.BadCell);
        result.Marks[contract] = 0;
        result.Status[contract] = ContractStatus.BadInput;
    }

    /// <summary>Writes what the Greeks of a contract with bad input show.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MarkBad(GreekColumns result, int contract)
    {
        result.Delta[contract] = 0;
        result.Gamma[contract] = 0;
        result.Vega[contract] = 0;
        result.Theta[contract] = 0;
        result.Rho[contract] = 0;
        result.Status[contract] = ContractStatus.BadInput;
    }

    /// <summary>The status of a good contract's Greeks.</summary>
    public static ContractStatus OfGreeks(GreekColumns result, int contract) =>
        IsBound(result.Delta[contract]) || IsBound(result.Gamma[contract]) || IsBound(result.Vega[contract])
        || IsBound(result.Theta[contract]) || IsBound(result.Rho[contract])
            ? ContractStatus.GreekSaturated
            : ContractStatus.Ok;

    private static bool IsBound(long value) => Math.Abs(value) == KernelLimits.LongBound;
}
