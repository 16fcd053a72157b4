using System;
using System.Numerics;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>A portfolio's profit or loss under each scenario of a grid, in integers.</summary>
public static class PortfolioProfit
{
    /// <summary>Σ quantity · cell for each scenario, micro-USD.</summary>
    /// <remarks>
    /// Hot path: contracts · scenarios multiplications, no allocation. Exact in any order while
    /// Σ|quantity| · 2^31 &lt; 2^62, which the caller guarantees; a contract of bad input must have no quantity.
    /// </remarks>
    /// <param name="grid">The grid of the contracts.</param>
    /// <param name="quantity">Lots of each contract; those beyond it are not held.</param>
    /// <param name="profit">Output, one a scenario; the first of the grid's scenarios where it is shorter.</param>
    /// <exception cref="ArgumentException">More quantities than contracts, or more scenarios than the grid
    /// has.</exception>
    public static void Sum(ScenarioGridResult grid, ReadOnlySpan<long> quantity, Span<long> profit)
    {
        if (quantity.Length > grid.Capacity || profit.Length > grid.ScenarioCount)
        {
            throw new ArgumentException("The grid has not so many contracts or scenarios.", nameof(grid));
        }

        profit.Clear();
        for (int c = 0; c < quantity.Length; c++)
        {
            if (quantity[c] != 0)
            {
                Add(grid.Cells.AsSpan(c * grid.ScenarioCount, profit.Length), quantity[c], profit);
            }
        }
    }

    private static void Add(ReadOnlySpan<int> cells, long quantity, Span<long> profit)
    {
        int width = Vector<int>.Count;
        int half = Vector<long>.Count;
        int s = 0;
        for (; s + width <= profit.Length; s += width)
        {
            Vector.Widen(new Vector<int>(cells[s..]), out Vector<long> low, out Vector<long> high);
            Span<long> first = profit.Slice(s, half);
            Span<long> second = profit.Slice(s + half, half);
            (new Vector<long>(first) + (low * quantity)).CopyTo(first);
            (new Vector<long>(second) + (high * quantity)).CopyTo(second);
        }

        for (; s < profit.Length; s++)
        {
            profit[s] += quantity * cells[s];
        }
    }
}
