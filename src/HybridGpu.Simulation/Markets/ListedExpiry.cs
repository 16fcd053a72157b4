using System.Collections.Generic;
using HybridGpu.Domain;

namespace HybridGpu.Simulation.Markets;

/// <summary>The contracts of one underlying that expire together; the perpetual's expiry is
/// <see cref="long.MaxValue"/>.</summary>
internal sealed class ListedExpiry(UnderlyingId underlying, long expiryNs)
{
    private static readonly Comparer<ListedContract> ByStrike = Comparer<ListedContract>.Create(static (a, b) =>
        (a.Instrument.Spec.StrikeMicros, a.Instrument.Spec.Kind).CompareTo(
            (b.Instrument.Spec.StrikeMicros, b.Instrument.Spec.Kind)));

    private readonly List<ListedContract> _contracts = [];

    public UnderlyingId Underlying { get; } = underlying;

    public long ExpiryNs { get; } = expiryNs;

    /// <summary>Forward over index, as the market last said.</summary>
    public double ForwardRatio { get; set; } = 1;

    public double ForwardUsd { get; set; }

    /// <summary>By strike, calls before puts.</summary>
    public IReadOnlyList<ListedContract> Contracts => _contracts;

    public void Add(ListedContract contract)
    {
        int at = _contracts.BinarySearch(contract, ByStrike);
        _contracts.Insert(at < 0 ? ~at : at, contract);
    }

    /// <summary>The contract with a strike nearest to one, among those with a volatility; null when there is
    /// none.</summary>
    public ListedContract? NearestPriced(double strikeUsd)
    {
        ListedContract? nearest = null;
        foreach (ListedContract contract in _contracts)
        {
            if (!double.IsNaN(contract.Vol) && (nearest is null
                || System.Math.Abs(contract.StrikeUsd - strikeUsd) < System.Math.Abs(nearest.StrikeUsd - strikeUsd)))
            {
                nearest = contract;
            }
        }

        return nearest;
    }
}
