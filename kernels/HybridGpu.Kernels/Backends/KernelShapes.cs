using System;
using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Kernels.Backends;

/// <summary>The checks of shapes that every backend makes before it touches memory.</summary>
internal static class KernelShapes
{
    /// <summary>Checks a scenario grid's arguments.</summary>
    public static void Check(ContractColumns contracts, ShockTable shocks, ScenarioGridResult result)
    {
        if (shocks.ScenarioCount != result.ScenarioCount)
        {
            Throw("The shock table and the result have different numbers of scenarios.");
        }

        if (Padded.Length(contracts.Count) > result.Capacity)
        {
            Throw("The result has no room for so many contracts.");
        }
    }

    /// <summary>Checks the Greeks' arguments.</summary>
    public static void Check(ContractColumns contracts, GreekColumns result)
    {
        if (Padded.Length(contracts.Count) > result.Capacity)
        {
            Throw("The result has no room for so many contracts.");
        }
    }

    /// <summary>
    /// Checks margin's arguments, not each position's contract: the arrays' own bounds do that.
    /// </summary>
    public static void Check(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
    {
        if (grid.ScenarioCount != KernelLimits.ScenarioColumns)
        {
            Throw("Margin needs a grid of 64 scenarios.");
        }

        if (positions.SetCount > result.SetCapacity)
        {
            Throw("The result has no room for so many netting sets.");
        }
    }

    [DoesNotReturn]
    private static void Throw(string message) => throw new ArgumentException(message);
}
