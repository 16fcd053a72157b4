using System;

namespace HybridGpu.Kernels.Margin;

/// <summary>Account margin as obvious loops over integers: the oracle of the vector version.</summary>
internal static class AccountMarginReference
{
    /// <summary>Margin of accounts [from, to). Sums holds RiskClassCount · 64 elements of scratch.</summary>
    public static void Run(
        PositionColumns positions, ReadOnlySpan<byte> riskClassOfContract, ScenarioGridResult grid,
        AccountMarginResult result, Span<long> sums, int from, int to)
    {
        int classes = result.RiskClassCount;
        for (int a = from; a < to; a++)
        {
            sums.Clear();
            long value = 0;
            for (int p = positions.AccountStart[a]; p < positions.AccountStart[a + 1]; p++)
            {
                int contract = positions.ContractIndex[p];
                long quantity = positions.Quantity[p];
                value += quantity * grid.Marks[contract];
                int start = riskClassOfContract[contract] * KernelLimits.ScenarioColumns;
                for (int s = 0; s < KernelLimits.ScenarioColumns; s++)
                {
                    sums[start + s] += quantity * grid.Cells[(contract * KernelLimits.ScenarioColumns) + s];
                }
            }

            result.MarkValue[a] = value;
            for (int u = 0; u < classes; u++)
            {
                ReadOnlySpan<long> columns =
                    sums.Slice(u * KernelLimits.ScenarioColumns, KernelLimits.ScenarioColumns);
                int cell = (a * classes) + u;
                int worst = LowestColumn(columns[..KernelLimits.GridColumns]);
                result.WorstGrid[cell] = columns[worst];
                result.WorstGridColumn[cell] = (byte)worst;
                worst = LowestColumn(columns);
                result.WorstAll[cell] = columns[worst];
                result.WorstAllColumn[cell] = (byte)worst;
            }
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
