using System;
using System.Numerics;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine.Margin;

/// <summary>Integer arithmetic over the 64 scenario columns.</summary>
/// <remarks>Exact on every width, so results don't depend on the machine. Callers keep lots x cell below 2^62
/// (see <see cref="EngineOptions.AccountLotsMax"/>).</remarks>
internal static class ScenarioVector
{
    /// <summary>Columns.</summary>
    public const int Length = ScenarioColumns.Count;

    /// <summary>vector[s] += lots x cells[s]. Hot path: 64 multiply-adds, no allocation.</summary>
    public static void AddPosition(Span<long> vector, ReadOnlySpan<int> cells, long lots)
    {
        ReadOnlySpan<Vector<int>> cell = MemoryMarshal.Cast<int, Vector<int>>(cells);
        Span<Vector<long>> sums = MemoryMarshal.Cast<long, Vector<long>>(vector);
        for (int i = 0; i < cell.Length; i++)
        {
            Vector.Widen(cell[i], out Vector<long> low, out Vector<long> high);
            sums[2 * i] += low * lots;
            sums[(2 * i) + 1] += high * lots;
        }
    }

    /// <summary>vector[s] += sign x min(0, lots x (cells[s] + edge) - fee): an open order's worst case. Hot
    /// path.</summary>
    /// <param name="vector">Worst cases of the account's open orders.</param>
    /// <param name="cells">The instrument's risk array.</param>
    /// <param name="lots">Signed by side.</param>
    /// <param name="edgeMicros">Mark minus limit price, in micro-USD per lot: what one lot bought gains at
    /// once.</param>
    /// <param name="feeMicros">Fee if all of it trades.</param>
    /// <param name="sign">+1 to add the order, -1 to take it out.</param>
    public static void AddOrder(
        Span<long> vector, ReadOnlySpan<int> cells, long lots, long edgeMicros, long feeMicros, int sign)
    {
        ReadOnlySpan<Vector<int>> cell = MemoryMarshal.Cast<int, Vector<int>>(cells);
        Span<Vector<long>> sums = MemoryMarshal.Cast<long, Vector<long>>(vector);
        var edge = new Vector<long>(edgeMicros);
        var fee = new Vector<long>(feeMicros);
        for (int i = 0; i < cell.Length; i++)
        {
            Vector.Widen(cell[i], out Vector<long> low, out Vector<long> high);
            low = Vector.Min(Vector<long>.Zero, ((low + edge) * lots) - fee);
            high = Vector.Min(Vector<long>.Zero, ((high + edge) * lots) - fee);
            sums[2 * i] += sign > 0 ? low : -low;
            sums[(2 * i) + 1] += sign > 0 ? high : -high;
        }
    }

    /// <summary>The smallest of position[s] + orders[s]. Hot path.</summary>
    public static long WorstOf(ReadOnlySpan<long> positions, ReadOnlySpan<long> orders)
    {
        ReadOnlySpan<Vector<long>> a = MemoryMarshal.Cast<long, Vector<long>>(positions);
        ReadOnlySpan<Vector<long>> b = MemoryMarshal.Cast<long, Vector<long>>(orders);
        Vector<long> worst = a[0] + b[0];
        for (int i = 1; i < a.Length; i++)
        {
            worst = Vector.Min(worst, a[i] + b[i]);
        }

        return Smallest(worst);
    }

    /// <summary>The smallest of position[s] + lots x cells[s]: the account as it would stand after a fill.</summary>
    public static long WorstAfterFill(ReadOnlySpan<long> positions, ReadOnlySpan<int> cells, long lots)
    {
        long worst = long.MaxValue;
        for (int s = 0; s < Length; s++)
        {
            worst = Math.Min(worst, positions[s] + (lots * cells[s]));
        }

        return worst;
    }

    /// <summary>The smallest entry.</summary>
    public static long WorstOf(ReadOnlySpan<long> vector)
    {
        long worst = long.MaxValue;
        foreach (long value in vector)
        {
            worst = Math.Min(worst, value);
        }

        return worst;
    }

    private static long Smallest(Vector<long> vector)
    {
        long smallest = vector[0];
        for (int i = 1; i < Vector<long>.Count; i++)
        {
            smallest = Math.Min(smallest, vector[i]);
        }

        return smallest;
    }
}
