using System;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
        if (WideProducts.IsSupportedFor(lots))
        {
            var products = new WideProducts(cells, lots, 0);
            ref long sums = ref MemoryMarshal.GetReference(vector[..Length]);
            for (nuint s = 0; s < Length; s += WideProducts.Width)
            {
                (Vector512.LoadUnsafe(ref sums, s) + products.At(s)).StoreUnsafe(ref sums, s);
            }

            return;
        }

        ReadOnlySpan<Vector<int>> cell = MemoryMarshal.Cast<int, Vector<int>>(cells);
        Span<Vector<long>> portable = MemoryMarshal.Cast<long, Vector<long>>(vector);
        for (int i = 0; i < cell.Length; i++)
        {
            Vector.Widen(cell[i], out Vector<long> low, out Vector<long> high);
            portable[2 * i] += low * lots;
            portable[(2 * i) + 1] += high * lots;
        }
    }

    /// <summary>vector[s] += sign x the order's worst case in s. Hot path.</summary>
    /// <param name="vector">Worst cases of the account's open orders.</param>
    /// <param name="order">The order.</param>
    /// <param name="sign">+1 to add the order, -1 to take it out.</param>
    public static void AddOrder(Span<long> vector, in OrderExposure order, int sign)
    {
        if (WideProducts.IsSupportedFor(order.Lots))
        {
            var products = new WideProducts(order.Cells, order.Lots, order.ShiftMicros);
            ref long sums = ref MemoryMarshal.GetReference(vector[..Length]);
            for (nuint s = 0; s < Length; s += WideProducts.Width)
            {
                Vector512<long> worst = Vector512.Min(Vector512<long>.Zero, products.At(s));
                Vector512<long> sum = Vector512.LoadUnsafe(ref sums, s);
                (sign > 0 ? sum + worst : sum - worst).StoreUnsafe(ref sums, s);
            }

            return;
        }

        ReadOnlySpan<Vector<int>> cell = MemoryMarshal.Cast<int, Vector<int>>(order.Cells);
        Span<Vector<long>> portable = MemoryMarshal.Cast<long, Vector<long>>(vector);
        var shift = new Vector<long>(order.ShiftMicros);
        for (int i = 0; i < cell.Length; i++)
        {
            Vector.Widen(cell[i], out Vector<long> low, out Vector<long> high);
            low = Vector.Min(Vector<long>.Zero, (low * order.Lots) + shift);
            high = Vector.Min(Vector<long>.Zero, (high * order.Lots) + shift);
            portable[2 * i] += sign > 0 ? low : -low;
            portable[(2 * i) + 1] += sign > 0 ? high : -high;
        }
    }

    /// <summary>The smallest of position[s] + orders[s] + the worst case of one more order in s. Hot path.</summary>
    public static long WorstWith(
        ReadOnlySpan<long> positions, ReadOnlySpan<long> orders, in OrderExposure order)
    {
        if (WideProducts.IsSupportedFor(order.Lots))
        {
            var products = new WideProducts(order.Cells, order.Lots, order.ShiftMicros);
            ref long position = ref MemoryMarshal.GetReference(positions[..Length]);
            ref long open = ref MemoryMarshal.GetReference(orders[..Length]);
            Vector512<long> wide = Vector512.Create(long.MaxValue);
            for (nuint s = 0; s < Length; s += WideProducts.Width)
            {
                Vector512<long> sum = Vector512.LoadUnsafe(ref position, s) + Vector512.LoadUnsafe(ref open, s);
                wide = Vector512.Min(wide, sum + Vector512.Min(Vector512<long>.Zero, products.At(s)));
            }

            return Smallest(Vector256.Min(wide.GetLower(), wide.GetUpper()).AsVector());
        }

        long worst = long.MaxValue;
        for (int s = 0; s < Length; s++)
        {
            long loss = Math.Min(0, (order.Lots * order.Cells[s]) + order.ShiftMicros);
            worst = Math.Min(worst, positions[s] + orders[s] + loss);
        }

        return worst;
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
