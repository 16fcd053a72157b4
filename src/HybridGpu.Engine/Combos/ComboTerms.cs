using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine.Combos;

/// <summary>The legs of a combo, and the risk array that they add up to.</summary>
/// <remarks>The array is derived once an epoch: a combo's orders then count in margin like any other order's. A sum
/// that leaves its integer, or a leg without an array, leaves the combo without one.</remarks>
internal sealed class ComboTerms
{
    private readonly ListedInstrument[] _legs;
    private readonly int[] _ratios;
    private readonly int[] _cells = new int[ScenarioColumns.Count];
    private ulong _epoch;
    private bool _isPriced;

    public ComboTerms(ListedInstrument[] legs, int[] ratios, int balancer)
    {
        _legs = legs;
        _ratios = ratios;
        Balancer = balancer;
        foreach (int ratio in ratios)
        {
            Weight += Math.Abs(ratio);
        }
    }

    /// <summary>Lots of all legs for one lot of the combo.</summary>
    public int Weight { get; }

    public ReadOnlySpan<ListedInstrument> Legs => _legs;

    public ReadOnlySpan<int> Ratios => _ratios;

    /// <summary>The leg of ratio 1 or -1 whose tick divides the combo's and the other legs': its price takes up what
    /// the others leave.</summary>
    public int Balancer { get; }

    /// <summary>Mark of one lot in micro-USD, once <see cref="IsPriced"/> has said yes.</summary>
    public long MarkMicros { get; private set; }

    /// <summary>Cells of one lot, likewise.</summary>
    public ReadOnlySpan<int> Cells => _cells;

    /// <summary>A leg as the wire has it.</summary>
    public ComboLeg LegAt(int index) => new() { Instrument = _legs[index].Spec.Id, Ratio = _ratios[index] };

    /// <summary>Brings the array to an epoch; false when there is none in it.</summary>
    public bool IsPriced(RiskArrays arrays)
    {
        if (_epoch != arrays.Epoch)
        {
            _epoch = arrays.Epoch;
            _isPriced = Derive(arrays);
        }

        return _isPriced;
    }

    private bool Derive(RiskArrays arrays)
    {
        Int128 mark = 0;
        Span<long> sums = stackalloc long[ScenarioColumns.Count];
        sums.Clear();
        for (int i = 0; i < _legs.Length; i++)
        {
            int row = arrays.RowOf(_legs[i].Spec.Id);
            if (row < 0)
            {
                return false;
            }

            mark += (Int128)arrays.MarkAt(row) * _ratios[i];
            ReadOnlySpan<int> cells = arrays.CellsAt(row);
            for (int s = 0; s < sums.Length; s++)
            {
                sums[s] += (long)cells[s] * _ratios[i];
            }
        }

        if (mark < long.MinValue / 4 || mark > long.MaxValue / 4)
        {
            return false;
        }

        MarkMicros = (long)mark;
        for (int s = 0; s < sums.Length; s++)
        {
            if (sums[s] is < int.MinValue or > int.MaxValue)
            {
                return false;
            }

            _cells[s] = (int)sums[s];
        }

        return true;
    }
}
