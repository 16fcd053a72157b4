using System;

namespace HybridGpu.Engine.Margin;

/// <summary>One account's scenario sums in one underlying: what its positions make, and what its open orders could
/// lose.</summary>
internal sealed class RiskVectors
{
    private readonly long[] _positions = new long[ScenarioVector.Length];
    private readonly long[] _orders = new long[ScenarioVector.Length];

    /// <summary>Per column: sum of lots x cell over positions.</summary>
    public Span<long> Positions => _positions;

    /// <summary>Per column: sum over open orders of min(0, what the order would make).</summary>
    public Span<long> Orders => _orders;

    public void Clear()
    {
        Positions.Clear();
        Orders.Clear();
    }

    /// <summary>Loss in the worst column, whatever subset of the open orders fills; not negative.</summary>
    /// <remarks>Exact for any subset: in each column the worst subset is the orders that lose there.</remarks>
    public long WorstLoss() => Math.Max(0, -ScenarioVector.WorstOf(_positions, _orders));

    /// <summary>The same with one more order.</summary>
    public long WorstLossWith(in OrderExposure order) =>
        Math.Max(0, -ScenarioVector.WorstWith(_positions, _orders, in order));

    /// <summary>Loss of the positions alone in the worst column; not negative.</summary>
    public long WorstPositionLoss() => Math.Max(0, -ScenarioVector.WorstOf(_positions));
}
