using System.Runtime.InteropServices;
using HybridGpu.Kernels;

namespace HybridGpu.Gpu.Benchmarks;

/// <summary>Workloads and their expected results as files, for the twins in other languages (twins/README.md says what
/// lies where). Little-endian.</summary>
internal sealed class WorkloadFiles(string directory)
{
    public void Write(ContractColumns contracts, ShockTable shocks, ScenarioGridResult grid, GreekColumns greeks)
    {
        int n = contracts.Count;
        using (FileStream file = Create("contracts.bin"))
        {
            Write(file, [n]);
            Write(file, SignsOf(contracts.Kind, n));
            foreach (double[] column in (double[][])
                [
                    contracts.Forward, contracts.Strike, contracts.TimeYears, contracts.Volatility, contracts.Rate,
                    contracts.LotScale,
                ])
            {
                Write(file, column.AsSpan(0, n));
            }

            Write(file, contracts.ShockRow.AsSpan(0, n));
        }

        int cells = shocks.RowCount * shocks.ScenarioCount;
        using (FileStream file = Create("shocks.bin"))
        {
            Write(file, [shocks.RowCount, shocks.ScenarioCount]);
            foreach (double[] column in (double[][])
                [shocks.SpotFactor, shocks.VolFactor, shocks.VolFloor, shocks.TimeShiftYears, shocks.Weight])
            {
                Write(file, column.AsSpan(0, cells));
            }
        }

        using (FileStream file = Create("grid.bin"))
        {
            Write(file, grid.Marks.AsSpan(0, n));
            Write(file, grid.Cells.AsSpan(0, n * grid.ScenarioCount));
            Write(file, grid.Status.AsSpan(0, n));
        }

        using (FileStream file = Create("greeks.bin"))
        {
            foreach (long[] column in (long[][])
                [greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta, greeks.Rho])
            {
                Write(file, column.AsSpan(0, n));
            }

            Write(file, greeks.Status.AsSpan(0, n));
        }
    }

    /// <summary>Positions and margin; the margin is of the grid of a second set of contracts, which is written
    /// too.</summary>
    public void Write(PositionColumns positions, ScenarioGridResult grid, int contracts, MarginResult margin)
    {
        int sets = positions.SetCount;
        using (FileStream file = Create("positions.bin"))
        {
            Write(file, [sets, positions.PositionCapacity]);
            Write(file, positions.SetStart.AsSpan(0, sets));
            Write(file, positions.SetLength.AsSpan(0, sets));
            Write<int>(file, positions.ContractIndex);
            Write<long>(file, positions.Quantity);
        }

        using (FileStream file = Create("margin_grid.bin"))
        {
            Write(file, [contracts]);
            Write(file, grid.Marks.AsSpan(0, contracts));
            Write(file, grid.Cells.AsSpan(0, contracts * grid.ScenarioCount));
        }

        using (FileStream file = Create("margin.bin"))
        {
            Write(file, margin.MarkValue.AsSpan(0, sets));
            Write(file, margin.WorstGrid.AsSpan(0, sets));
            Write(file, margin.WorstAll.AsSpan(0, sets));
            Write(file, margin.WorstGridColumn.AsSpan(0, sets));
            Write(file, margin.WorstAllColumn.AsSpan(0, sets));
        }
    }

    public void Write(ImpliedVolatilityColumns options)
    {
        int n = options.Count;
        using FileStream file = Create("implied.bin");
        Write(file, [n]);
        Write(file, SignsOf(options.Kind, n));
        foreach (double[] column in (double[][])
            [options.Forward, options.Strike, options.TimeYears, options.Rate, options.Price, options.Volatility])
        {
            Write(file, column.AsSpan(0, n));
        }

        Write(file, Array.ConvertAll(options.Status[..n], status => (int)status).AsSpan());
    }

    private static double[] SignsOf(PayoffKind[] kinds, int count) => Array.ConvertAll(
        kinds[..count], kind => kind switch { PayoffKind.Call => 1.0, PayoffKind.Put => -1.0, _ => 0.0 });

    private FileStream Create(string name)
    {
        Directory.CreateDirectory(directory);
        return File.Create(Path.Combine(directory, name));
    }

    private static void Write<T>(FileStream file, ReadOnlySpan<T> values)
        where T : struct => file.Write(MemoryMarshal.AsBytes(values));

    private static void Write(FileStream file, int[] values) => Write<int>(file, values);
}
