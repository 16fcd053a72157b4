using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace HybridGpu.Kernels.Margin;

/// <summary>Account margin on vectors of int64: 64 columns of one risk class are held in registers.</summary>
/// <remarks>
/// Eight vectors cover 64 columns at 512 bits; narrower vectors take two or four passes. Integer sums do not depend on
/// their order, so this equals <see cref="AccountMarginReference"/> exactly.
/// </remarks>
/// <typeparam name="V">A vector of int64.</typeparam>
/// <typeparam name="L">Its lane.</typeparam>
internal static class AccountMarginKernel<V, L>
    where V : struct
    where L : struct, IIntegerLane<V>
{
    private const int Columns = KernelLimits.ScenarioColumns;

    /// <summary>Margin of accounts [from, to). Sums holds RiskClassCount · 64 elements of scratch.</summary>
    public static void Run(
        PositionColumns positions, ReadOnlySpan<byte> riskClassOfContract, ScenarioGridResult grid,
        AccountMarginResult result, Span<long> sums, int from, int to)
    {
        int classes = result.RiskClassCount;
        ReadOnlySpan<int> contracts = positions.ContractIndex;
        ReadOnlySpan<long> quantities = positions.Quantity;
        Span<ulong> touched = stackalloc ulong[KernelLimits.MaxRiskClasses / 64];
        Span<long> elements = stackalloc long[KernelLimits.Padding];
        for (int a = from; a < to; a++)
        {
            touched.Clear();
            long value = 0;
            int p = positions.AccountStart[a];
            int end = positions.AccountStart[a + 1];
            while (p < end)
            {
                int run = p;
                int riskClass = riskClassOfContract[contracts[p]];
                bool small = true;
                do
                {
                    long quantity = quantities[p];
                    value += quantity * grid.Marks[contracts[p]];
                    small &= quantity == (int)quantity;
                    p++;
                }
                while (p < end && riskClassOfContract[contracts[p]] == riskClass);

                ref ulong word = ref touched[riskClass >> 6];
                ulong bit = 1UL << (riskClass & 63);
                Span<long> columns = sums.Slice(riskClass * Columns, Columns);
                bool more = (word & bit) != 0;
                word |= bit;
                SumRun(contracts[run..p], quantities[run..p], grid.Cells, columns, small, more);
            }

            result.MarkValue[a] = value;
            WriteWorst(result, sums, touched, elements, a * classes, classes);
        }
    }

    /// <summary>
    /// Hot path: Σ quantity·cell over positions of one risk class; budget 6 ns a position on one AVX-512 core.
    /// </summary>
    private static void SumRun(
        ReadOnlySpan<int> contracts, ReadOnlySpan<long> quantities, ReadOnlySpan<int> cells, Span<long> columns,
        bool small, bool more)
    {
        int w = L.Width;
        for (int block = 0; block < Columns; block += 8 * w)
        {
            V s0 = L.Create(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            if (small)
            {
                for (int i = 0; i < contracts.Length; i++)
                {
                    ReadOnlySpan<int> row = cells.Slice((contracts[i] * Columns) + block, 8 * w);
                    V quantity = L.Create(quantities[i]);
                    s0 = L.MulAdd(s0, row, 0, quantity);
                    s1 = L.MulAdd(s1, row, w, quantity);
                    s2 = L.MulAdd(s2, row, 2 * w, quantity);
                    s3 = L.MulAdd(s3, row, 3 * w, quantity);
                    s4 = L.MulAdd(s4, row, 4 * w, quantity);
                    s5 = L.MulAdd(s5, row, 5 * w, quantity);
                    s6 = L.MulAdd(s6, row, 6 * w, quantity);
                    s7 = L.MulAdd(s7, row, 7 * w, quantity);
                }
            }
            else
            {
                for (int i = 0; i < contracts.Length; i++)
                {
                    ReadOnlySpan<int> row = cells.Slice((contracts[i] * Columns) + block, 8 * w);
                    V quantity = L.Create(quantities[i]);
                    s0 = L.MulAddWide(s0, row, 0, quantity);
                    s1 = L.MulAddWide(s1, row, w, quantity);
                    s2 = L.MulAddWide(s2, row, 2 * w, quantity);
                    s3 = L.MulAddWide(s3, row, 3 * w, quantity);
                    s4 = L.MulAddWide(s4, row, 4 * w, quantity);
                    s5 = L.MulAddWide(s5, row, 5 * w, quantity);
                    s6 = L.MulAddWide(s6, row, 6 * w, quantity);
                    s7 = L.MulAddWide(s7, row, 7 * w, quantity);
                }
            }

            Flush(s0, columns, block, more);
            Flush(s1, columns, block + w, more);
            Flush(s2, columns, block + (2 * w), more);
            Flush(s3, columns, block + (3 * w), more);
            Flush(s4, columns, block + (4 * w), more);
            Flush(s5, columns, block + (5 * w), more);
            Flush(s6, columns, block + (6 * w), more);
            Flush(s7, columns, block + (7 * w), more);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(V sum, Span<long> columns, int index, bool more) =>
        L.Store(more ? L.Add(sum, L.Load(columns, index)) : sum, columns, index);

    private static void WriteWorst(
        AccountMarginResult result, ReadOnlySpan<long> sums, ReadOnlySpan<ulong> touched, Span<long> elements,
        int first, int classes)
    {
        for (int u = 0; u < classes; u++)
        {
            int worstGrid = 0;
            int worstAll = 0;
            long grid = 0;
            long all = 0;
            if ((touched[u >> 6] >> (u & 63) & 1) != 0)
            {
                ReadOnlySpan<long> columns = sums.Slice(u * Columns, Columns);
                worstGrid = LowestColumn(columns[..KernelLimits.GridColumns], elements);
                worstAll = LowestColumn(columns, elements);
                grid = columns[worstGrid];
                all = columns[worstAll];
            }

            result.WorstGrid[first + u] = grid;
            result.WorstGridColumn[first + u] = (byte)worstGrid;
            result.WorstAll[first + u] = all;
            result.WorstAllColumn[first + u] = (byte)worstAll;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LowestColumn(ReadOnlySpan<long> columns, Span<long> elements)
    {
        V lowest = L.Load(columns, 0);
        for (int s = L.Width; s < columns.Length; s += L.Width)
        {
            lowest = L.Min(lowest, L.Load(columns, s));
        }

        L.Store(lowest, elements, 0);
        long minimum = elements[0];
        for (int i = 1; i < L.Width; i++)
        {
            minimum = Math.Min(minimum, elements[i]);
        }

        V wanted = L.Create(minimum);
        int at = 0;
        uint bits = L.EqualBits(L.Load(columns, 0), wanted);
        while (bits == 0)
        {
            at += L.Width;
            bits = L.EqualBits(L.Load(columns, at), wanted);
        }

        return at + BitOperations.TrailingZeroCount(bits);
    }
}
