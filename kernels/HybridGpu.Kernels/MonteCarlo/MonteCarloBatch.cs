using System;
using System.Runtime.Intrinsics;
using HybridGpu.Kernels.Backends;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>Draws scenarios into a shock table on the machine's widest vectors, one thread.</summary>
/// <remarks>
/// An instance keeps its room to work: one a thread. A scenario's bits depend on model, seed and its number alone: not
/// on the vectors' width, on what else is drawn with it, or in which order.
/// </remarks>
public sealed class MonteCarloBatch
{
    private readonly int _bits;
    private double[] _draws = [];

    /// <summary>A batch of the machine's widest vectors.</summary>
    public MonteCarloBatch()
        : this(SimdBackend.WidestBits)
    {
    }

    internal MonteCarloBatch(int bits) => _bits = bits;

    /// <summary>Fills the table's first rows with the scenarios of the given numbers.</summary>
    /// <remarks>
    /// Hot path: some 6 to 11 ns a draw and scenario on 512-bit vectors. No allocation once the largest table has been
    /// seen. The columns beyond the given numbers repeat the last one. Spot and volatility factors, time shifts, floors
    /// (none) and weights (1) are set.
    /// </remarks>
    /// <param name="model">How things move.</param>
    /// <param name="seed">The key of all draws.</param>
    /// <param name="scenarios">Their numbers, at least one and at most the table's columns.</param>
    /// <param name="table">The table; its rows in use become the model's.</param>
    /// <exception cref="ArgumentException">The table has no room.</exception>
    public void Fill(MonteCarloModel model, ulong seed, ReadOnlySpan<uint> scenarios, ShockTable table)
    {
        int count = table.ScenarioCount;
        if (scenarios.Length < 1 || scenarios.Length > count || model.RowCount > table.RowCapacity)
        {
            throw new ArgumentException("The table has no room for the scenarios and rows.", nameof(table));
        }

        var layout = DrawLayout.Of(model);
        int needed = checked(2 * layout.Pairs() * count);
        if (_draws.Length < needed)
        {
            _draws = new double[needed];
        }

        Draw(_bits, layout, seed, scenarios, count, _draws);
        switch (_bits)
        {
            case 512:
                MonteCarloKernel<Vector512<double>, Simd512Lane>.Normals(layout, _draws, count);
                MonteCarloKernel<Vector512<double>, Simd512Lane>.Shocks(model, layout, _draws, table);
                break;
            case 256:
                MonteCarloKernel<Vector256<double>, Simd256Lane>.Normals(layout, _draws, count);
                MonteCarloKernel<Vector256<double>, Simd256Lane>.Shocks(model, layout, _draws, table);
                break;
            default:
                MonteCarloKernel<Vector128<double>, Simd128Lane>.Normals(layout, _draws, count);
                MonteCarloKernel<Vector128<double>, Simd128Lane>.Shocks(model, layout, _draws, table);
                break;
        }

        int cells = model.RowCount * count;
        Array.Fill(table.TimeShiftYears, model.TimeShiftYears, 0, cells);
        Array.Clear(table.VolFloor, 0, cells);
        Array.Fill(table.Weight, 1.0, 0, cells);
        table.RowCount = model.RowCount;
    }

    private static void Draw(
        int bits, in DrawLayout layout, ulong seed, ReadOnlySpan<uint> scenarios, int count, Span<double> draws)
    {
        for (int pair = 0; pair < layout.Pairs(); pair++)
        {
            uint stream = layout.StreamOf(pair);
            uint number = (uint)layout.NumberOf(pair);
            Span<double> even = draws.Slice(2 * pair * count, count);
            Span<double> odd = draws.Slice(((2 * pair) + 1) * count, count);
            PhiloxVectors.Pairs(bits, scenarios, number, stream, seed, even, odd);
            even[scenarios.Length..].Fill(even[scenarios.Length - 1]);
            odd[scenarios.Length..].Fill(odd[scenarios.Length - 1]);
        }
    }
}
