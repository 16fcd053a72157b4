using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>The integer kernels as ILGPU compiles them.</summary>
internal static class MarginDeviceKernels
{
    private const int Columns = KernelLimits.ScenarioColumns;
    private const int Sharers = DeviceKernels.Sharers;

    /// <summary>Σ quantity·cell of every column. Sixteen threads a netting set, four columns each.</summary>
    public static void Sums(Index1D i, MarginViews margin)
    {
        int set = i / Sharers;
        int column = i - (set * Sharers);
        int start = margin.SetStart[set];
        int end = start + margin.SetLength[set];
        long s0 = 0, s1 = 0, s2 = 0, s3 = 0, value = 0;
        for (int p = start; p < end; p++)
        {
            int contract = margin.ContractIndex[p];
            long quantity = margin.Quantity[p];
            int at = (contract * Columns) + column;
            s0 += quantity * margin.Cells[at];
            s1 += quantity * margin.Cells[at + Sharers];
            s2 += quantity * margin.Cells[at + (2 * Sharers)];
            s3 += quantity * margin.Cells[at + (3 * Sharers)];
            if (column == 0)
            {
                value += quantity * margin.Marks[contract];
            }
        }

        int to = (set * Columns) + column;
        margin.Sums[to] = s0;
        margin.Sums[to + Sharers] = s1;
        margin.Sums[to + (2 * Sharers)] = s2;
        margin.Sums[to + (3 * Sharers)] = s3;
        if (column == 0)
        {
            margin.MarkValue[set] = value;
        }
    }

    /// <summary>The lowest columns of the sums; ties go to the lowest column. One thread a netting set.</summary>
    public static void Worst(Index1D set, MarginViews margin)
    {
        int start = set * Columns;
        long worst = margin.Sums[start];
        int column = 0;
        for (int s = 1; s < KernelLimits.GridColumns; s++)
        {
            long sum = margin.Sums[start + s];
            column = sum < worst ? s : column;
            worst = sum < worst ? sum : worst;
        }

        margin.WorstGrid[set] = worst;
        margin.WorstGridColumn[set] = (byte)column;
        for (int s = KernelLimits.GridColumns; s < Columns; s++)
        {
            long sum = margin.Sums[start + s];
            column = sum < worst ? s : column;
            worst = sum < worst ? sum : worst;
        }

        margin.WorstAll[set] = worst;
        margin.WorstAllColumn[set] = (byte)column;
    }

    /// <summary>Takes changed netting sets over into the resident positions. One thread a changed set.</summary>
    public static void TakeOver(Index1D i, PositionChangeViews changes, MarginViews margin)
    {
        int set = changes.Set[i];
        int from = changes.From[i];
        int to = margin.SetStart[set];
        int length = changes.Length[i];
        margin.SetLength[set] = length;
        for (int p = 0; p < length; p++)
        {
            margin.ContractIndex[to + p] = changes.ContractIndex[from + p];
            margin.Quantity[to + p] = changes.Quantity[from + p];
        }
    }
}
