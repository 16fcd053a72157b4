using System;
using HybridGpu.Kernels;
using HybridGpu.Kernels.MonteCarlo;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>Draws and reprices chunks of scenarios, in room that is kept.</summary>
internal sealed class VarPass
{
    private readonly VarBook _book;
    private readonly IKernelBackend _backend;
    private readonly MonteCarloBatch _batch = new();
    private readonly ShockTable _shocks;
    private readonly ScenarioGridResult _grid;
    private readonly uint[] _scenarios;
    private readonly long[] _profits;

    /// <summary>A pass with chunks of so many scenarios, a multiple of 8.</summary>
    public VarPass(VarBook book, IKernelBackend backend, int chunk)
    {
        _book = book;
        _backend = backend;
        _shocks = new ShockTable(book.Model.RowCount, chunk);
        _grid = new ScenarioGridResult(book.Contracts.Count, chunk);
        _scenarios = new uint[chunk];
        _profits = new long[chunk];
    }

    /// <summary>Columns of draws of a model, an upper bound.</summary>
    public static int DrawColumns(MonteCarloModel model) =>
        model.FactorCount + model.DegreesOfFreedom + model.UnderlyingCount + 4;

    /// <summary>The profit of every scenario from 0 on.</summary>
    public void Profits(long[] profits)
    {
        for (int from = 0; from < profits.Length; from += _scenarios.Length)
        {
            int count = Math.Min(_scenarios.Length, profits.Length - from);
            for (int i = 0; i < count; i++)
            {
                _scenarios[i] = (uint)(from + i);
            }

            Reprice(count);
            PortfolioProfit.Sum(_grid, _book.Quantity, profits.AsSpan(from, count));
        }
    }

    /// <summary>Each contract's part of each tail's sum (<see cref="TailLevel.Sum(long, long, int)"/>).</summary>
    /// <param name="tails">The tails, the longest first.</param>
    /// <param name="worstFirst">The longest tail's scenarios, one more than it has whole ones.</param>
    /// <param name="profits">Their profits as they were, by scenario.</param>
    public Int128[][] Contributions(TailLevel[] tails, uint[] worstFirst, long[] profits)
    {
        int contracts = _book.Quantity.Length;
        var whole = new long[tails.Length, contracts];
        var next = new int[tails.Length, contracts];
        for (int from = 0; from < worstFirst.Length; from += _scenarios.Length)
        {
            int count = Math.Min(_scenarios.Length, worstFirst.Length - from);
            worstFirst.AsSpan(from, count).CopyTo(_scenarios);
            Reprice(count);
            Verify(count, profits);
            for (int c = 0; c < contracts; c++)
            {
                ReadOnlySpan<int> cells = _grid.Cells.AsSpan(c * _grid.ScenarioCount, count);
                for (int level = 0; level < tails.Length; level++)
                {
                    int end = Math.Clamp(tails[level].Whole - from, 0, count);
                    whole[level, c] += Sum(cells[..end]);
                    int at = tails[level].Whole - from;
                    next[level, c] = at >= 0 && at < count ? cells[at] : next[level, c];
                }
            }
        }

        var parts = new Int128[tails.Length][];
        for (int level = 0; level < tails.Length; level++)
        {
            parts[level] = new Int128[contracts];
            for (int c = 0; c < contracts; c++)
            {
                parts[level][c] = tails[level].Sum(_book.Quantity[c], whole[level, c], next[level, c]);
            }
        }

        return parts;
    }

    private static long Sum(ReadOnlySpan<int> cells)
    {
        long sum = 0;
        foreach (int cell in cells)
        {
            sum += cell;
        }

        return sum;
    }

    private void Reprice(int count)
    {
        _batch.Fill(_book.Model, _book.Assumptions.Seed, _scenarios.AsSpan(0, count), _shocks);
        _backend.ScenarioGrid(_book.Contracts, _shocks, _grid);
        for (int c = 0; c < _book.Contracts.Count; c++)
        {
            // The mark's saturation doesn't matter here: no figure is made of it.
            if ((_grid.Status[c] & (ContractStatus.BadInput | ContractStatus.CellSaturated)) != 0)
            {
                throw new InvalidOperationException(
                    $"{_book.Names[c]} can't be repriced ({_grid.Status[c]}), which its checks should have seen.");
            }
        }
    }

    private void Verify(int count, long[] profits)
    {
        PortfolioProfit.Sum(_grid, _book.Quantity, _profits.AsSpan(0, count));
        for (int i = 0; i < count; i++)
        {
            if (_profits[i] != profits[_scenarios[i]])
            {
                throw new InvalidOperationException(
                    $"Scenario {_scenarios[i]} gave {profits[_scenarios[i]]} and, drawn again, {_profits[i]}.");
            }
        }
    }
}
