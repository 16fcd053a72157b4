using System;

namespace HybridGpu.Kernels.Margin;

/// <summary>Margin of netting sets as obvious loops over integers: the oracle of the fast versions.</summary>
internal static class NettingSetReference
{
    /// <summary>Margin of sets [from, to).</summary>
    public static void Run(PositionColumns positions, ScenarioGridResult grid, MarginResult result, int from, int to)
    {
        Span<long> columns = stackalloc long[KernelLimits.ScenarioColumns];
        for (int set = from; set < to; set++)
        {
            columns.Clear();
            long value = 0;
            int start = positions.SetStart[set];
            for (int p = start; p < start + positions.SetLength[set]; p++)
            {
                int contract = positions.ContractIndex[p];
                long quantity = positions.Quantity[p];
                value += quantity * grid.Marks[contract];
                for (int s = 0; s < columns.Length; s++)
                {
                    columns[s] += quantity * grid.Cells[(contract * columns.Length) + s];
                }
            }

            int worstGrid = LowestColumn(columns[..KernelLimits.GridColumns]);
            int worstAll = LowestColumn(columns);
            result.MarkValue[set] = value;
            result.WorstGrid[set] = columns[worstGrid];
            result.WorstGridColumn[set] = (byte)worstGrid;
            result.WorstAll[set] = columns[worstAll];
            result.WorstAllColumn[set] = (byte)worstAll;
        }
    }

    private static int LowestColumn(ReadOnlySpan<long> columns)
    {
        int lowest = 0;
        for (int s = 1; s < columns.Length; s++)
        {
            if (columns[s] < columns[lowest])
            {
                lowest = s;
            }
        }

        return lowest;
    }
}
