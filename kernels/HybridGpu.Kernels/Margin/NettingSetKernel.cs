using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace HybridGpu.Kernels.Margin;

/// <summary>Margin of netting sets on vectors of int64: a set's 64 columns are held in registers.</summary>
/// <remarks>
/// Eight vectors cover 64 columns at 512 bits; narrower vectors take two or four passes. Integer sums do not depend on
/// their order, so this equals <see cref="NettingSetReference"/> exactly.
/// </remarks>
/// <typeparam name="V">A vector of int64.</typeparam>
/// <typeparam name="L">Its lane.</typeparam>
internal static class NettingSetKernel<V, L>
    where V : struct
    where L : struct, IIntegerLane<V>
{
    private const int Columns = KernelLimits.ScenarioColumns;

    /// <summary>Margin of sets [from, to).</summary>
    public static void Run(PositionColumns positions, ScenarioGridResult grid, MarginResult result, int from, int to)
    {
        Span<long> columns = stackalloc long[Columns];
        for (int set = from; set < to; set++)
        {
            int start = positions.SetStart[set];
            int length = positions.SetLength[set];
            ReadOnlySpan<int> contracts = positions.ContractIndex.AsSpan(start, length);
            ReadOnlySpan<long> quantities = positions.Quantity.AsSpan(start, length);
            if (length == 0)
            {
                Clear(result, set);
            }
            else if (8 * L.Width == Columns && AreSmall(quantities))
            {
                InRegisters(contracts, quantities, grid, result, set);
            }
            else
            {
                InMemory(contracts, quantities, grid, columns, result, set);
            }
        }
    }

    /// <summary>Whether every quantity is an int32: then one instruction multiplies it with a cell.</summary>
    private static bool AreSmall(ReadOnlySpan<long> quantities)
    {
        ulong bits = 0;
        foreach (long quantity in quantities)
        {
            bits |= (ulong)(quantity - int.MinValue);
        }

        return bits <= uint.MaxValue;
    }

    /// <summary>Hot path: a set's 64 columns in eight vectors from the first position to the lowest column; budget 6 ns
    /// a position on one AVX-512 core.</summary>
    private static void InRegisters(
        ReadOnlySpan<int> contracts, ReadOnlySpan<long> quantities, ScenarioGridResult grid, MarginResult result,
        int set)
    {
        int w = L.Width;
        ReadOnlySpan<int> cells = grid.Cells;
        ReadOnlySpan<long> marks = grid.Marks;
        V s0 = L.Create(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        long value = 0;
        for (int i = 0; i < contracts.Length; i++)
        {
            int contract = contracts[i];
            ReadOnlySpan<int> row = cells.Slice(contract * Columns, Columns);
            long lots = quantities[i];
            value += lots * marks[contract];
            V quantity = L.Create(lots);
            s0 = L.MulAdd(s0, row, 0, quantity);
            s1 = L.MulAdd(s1, row, w, quantity);
            s2 = L.MulAdd(s2, row, 2 * w, quantity);
            s3 = L.MulAdd(s3, row, 3 * w, quantity);
            s4 = L.MulAdd(s4, row, 4 * w, quantity);
            s5 = L.MulAdd(s5, row, 5 * w, quantity);
            s6 = L.MulAdd(s6, row, 6 * w, quantity);
            s7 = L.MulAdd(s7, row, 7 * w, quantity);
        }

        V gridMinima = L.Min(s0, s1);
        long worstGrid = L.MinElement(gridMinima);
        V wanted = L.Create(worstGrid);
        ulong at = L.EqualBits(s0, wanted) | ((ulong)L.EqualBits(s1, wanted) << w);
        result.MarkValue[set] = value;
        result.WorstGrid[set] = worstGrid;
        result.WorstGridColumn[set] = (byte)BitOperations.TrailingZeroCount(at);
        V minima = L.Min(L.Min(gridMinima, L.Min(s2, s3)), L.Min(L.Min(s4, s5), L.Min(s6, s7)));
        long worst = L.MinElement(minima);
        wanted = L.Create(worst);
        at = L.EqualBits(s0, wanted)
            | ((ulong)L.EqualBits(s1, wanted) << w)
            | ((ulong)L.EqualBits(s2, wanted) << (2 * w))
            | ((ulong)L.EqualBits(s3, wanted) << (3 * w))
            | ((ulong)L.EqualBits(s4, wanted) << (4 * w))
            | ((ulong)L.EqualBits(s5, wanted) << (5 * w))
            | ((ulong)L.EqualBits(s6, wanted) << (6 * w))
            | ((ulong)L.EqualBits(s7, wanted) << (7 * w));
        result.WorstAll[set] = worst;
        result.WorstAllColumn[set] = (byte)BitOperations.TrailingZeroCount(at);
    }

    /// <summary>Narrower vectors, and lots beyond an int32.</summary>
    private static void InMemory(
        ReadOnlySpan<int> contracts, ReadOnlySpan<long> quantities, ScenarioGridResult grid, Span<long> columns,
        MarginResult result, int set)
    {
        long value = 0;
        for (int i = 0; i < contracts.Length; i++)
        {
            value += quantities[i] * grid.Marks[contracts[i]];
        }

        Sum(contracts, quantities, grid.Cells, columns, AreSmall(quantities));
        result.MarkValue[set] = value;
        result.WorstGridColumn[set] =
            (byte)LowestColumn(columns[..KernelLimits.GridColumns], out result.WorstGrid[set]);
        result.WorstAllColumn[set] = (byte)LowestColumn(columns, out result.WorstAll[set]);
    }

    private static void Clear(MarginResult result, int set)
    {
        result.MarkValue[set] = 0;
        result.WorstGrid[set] = 0;
        result.WorstGridColumn[set] = 0;
        result.WorstAll[set] = 0;
        result.WorstAllColumn[set] = 0;
    }

    /// <summary>Σ quantity·cell over the positions of a set, eight vectors of columns at a time.</summary>
    private static void Sum(
        ReadOnlySpan<int> contracts, ReadOnlySpan<long> quantities, ReadOnlySpan<int> cells, Span<long> columns,
        bool small)
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

            L.Store(s0, columns, block);
            L.Store(s1, columns, block + w);
            L.Store(s2, columns, block + (2 * w));
            L.Store(s3, columns, block + (3 * w));
            L.Store(s4, columns, block + (4 * w));
            L.Store(s5, columns, block + (5 * w));
            L.Store(s6, columns, block + (6 * w));
            L.Store(s7, columns, block + (7 * w));
        }
    }

    /// <summary>The lowest of the columns and where it stands first, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LowestColumn(ReadOnlySpan<long> columns, out long lowest)
    {
        V minima = L.Load(columns, 0);
        for (int s = L.Width; s < columns.Length; s += L.Width)
        {
            minima = L.Min(minima, L.Load(columns, s));
        }

        lowest = L.MinElement(minima);
        V wanted = L.Create(lowest);
        ulong at = 0;
        for (int s = 0; s < columns.Length; s += L.Width)
        {
            at |= (ulong)L.EqualBits(L.Load(columns, s), wanted) << s;
        }

        return BitOperations.TrailingZeroCount(at);
    }
}
