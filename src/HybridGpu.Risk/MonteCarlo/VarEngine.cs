using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Kernels;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>Value at risk by Monte Carlo with full revaluation.</summary>
/// <remarks>
/// Every scenario reprices every contract (<see cref="IKernelBackend.ScenarioGrid"/>) and becomes one integer. The same
/// book and seed give the same report, whatever the backend, its vectors and the chunks. Scenarios come in chunks, so
/// that memory is bounded (docs/limits.md); the tail's are drawn again by their numbers for the contributions.
/// Source: docs/risk-montecarlo.md. Thread: one a backend.
/// </remarks>
public static class VarEngine
{
    /// <summary>Cells, and shocks, and draws, held at once.</summary>
    internal const int ChunkCells = 1 << 23;

    // Doubles of a row and scenario: the shock table's five, and what a backend makes of them, rounded up.
    private const int ShocksOfRow = 8;

    private static readonly int[] TailsPerMille = [50, 25, 10, 1];

    /// <summary>Computes a report.</summary>
    /// <param name="book">The portfolio.</param>
    /// <param name="backend">What reprices.</param>
    /// <exception cref="InvalidOperationException">A scenario drawn again gives another profit: the machine or the
    /// backend is at fault, and there is no figure.</exception>
    public static VarReport Run(VarBook book, IKernelBackend backend) => Run(book, backend, ChunkCells);

    internal static VarReport Run(VarBook book, IKernelBackend backend, int chunkCells)
    {
        int count = book.Assumptions.Scenarios;
        var pass = new VarPass(book, backend, ChunkOf(book, count, chunkCells));
        var profits = new long[count];
        pass.Profits(profits);
        var ascending = (long[])profits.Clone();
        Array.Sort(ascending);
        TailLevel[] tails = [.. TailsPerMille.Select(perMille => new TailLevel(count, perMille))];
        uint[] worstFirst = WorstFirst(profits, ascending[tails[0].Whole], tails[0].Whole + 1);
        Int128[][] parts = pass.Contributions(tails, worstFirst, profits);
        Int128 sum = 0;
        foreach (long profit in profits)
        {
            sum += profit;
        }

        return new VarReport(
            book.Account, book.Assumptions, book.Deviations, (long)(sum / count), ascending[0], worstFirst[0],
            [.. tails.Select((tail, i) => LevelOf(book, tail, ascending, parts[i]))], book.Notes);
    }

    // The scenarios up to a profit, the worst first and the lower number first among equals.
    private static uint[] WorstFirst(long[] profits, long bound, int take)
    {
        var found = new List<(long Profit, uint Scenario)>(take);
        for (int s = 0; s < profits.Length; s++)
        {
            if (profits[s] <= bound)
            {
                found.Add((profits[s], (uint)s));
            }
        }

        found.Sort();
        return [.. found.Take(take).Select(one => one.Scenario)];
    }

    private static VarReport.Level LevelOf(VarBook book, TailLevel tail, long[] ascending, Int128[] parts)
    {
        Int128 loss = -tail.Sum(ascending);
        long[] shares = EulerShares.Of([.. parts.Select(part => -part)], tail.Weight);
        var perUnderlying = new long[book.Deviations.Length];
        for (int c = 0; c < shares.Length; c++)
        {
            perUnderlying[book.UnderlyingOf[c]] += shares[c];
        }

        return new VarReport.Level(
            tail.Confidence, tail.ValueAtRisk(ascending), tail.StandardError(ascending),
            EulerShares.Rounded(loss, tail.Weight), tail.Whole + (tail.Part > 0 ? 1 : 0),
            [.. perUnderlying.Select((share, u) => new VarReport.Share(book.Deviations[u].Underlying, share))],
            [.. shares.Select((share, c) => new VarReport.Share(book.Names[c], share))]);
    }

    // A multiple of 8 scenarios, so many that neither cells nor shocks nor draws are more than the bound.
    private static int ChunkOf(VarBook book, int count, int cells)
    {
        int widest = Math.Max(
            Math.Max(book.Contracts.Capacity, ShocksOfRow * book.Model.RowCount), VarPass.DrawColumns(book.Model));
        int most = Math.Clamp(cells / widest, KernelLimits.Padding, KernelLimits.MaxScenarios);
        int needed = checked(count + KernelLimits.Padding - 1);
        return Math.Min(most, needed) / KernelLimits.Padding * KernelLimits.Padding;
    }
}
