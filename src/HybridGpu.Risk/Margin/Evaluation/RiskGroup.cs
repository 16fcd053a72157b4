using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Models;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>What is margined together: an underlying, or what of it settles in one currency; figures in its
/// unit.</summary>
internal sealed class RiskGroup
{
    private readonly Leg[][] _buckets;

    public RiskGroup(
        ModelDocument model,
        MarginMarket market,
        string underlying,
        bool isCoin,
        double range,
        Leg[] legs,
        Holding[] holdings)
    {
        (Model, Market, Underlying, IsCoin, Range) = (model, market, underlying, isCoin, range);
        (Legs, Holdings) = (legs, holdings);
        Index = market.Underlying(underlying)?.Index ?? 1;

        // A perpetual is an expiry of its own, the first.
        _buckets = [.. legs.Where(leg => leg.IsPriced)
            .GroupBy(leg => leg.Position.Kind == ProductKind.Perpetual ? 0 : leg.Position.Expiry!.Value.UtcTicks)
            .OrderBy(bucket => bucket.Key)
            .Select(bucket => bucket.ToArray())];
    }

    public ModelDocument Model { get; }

    public MarginMarket Market { get; }

    public string Underlying { get; }

    /// <summary>True when figures are in coin, false in USD.</summary>
    public bool IsCoin { get; }

    public double Range { get; }

    public double Index { get; }

    public Leg[] Legs { get; }

    /// <summary>Collateral that moves with the group, where the model has it inside.</summary>
    public Holding[] Holdings { get; }

    /// <summary>Priced legs by expiry, the perpetual first.</summary>
    public IReadOnlyList<Leg[]> Buckets => _buckets;

    /// <summary>Priced legs.</summary>
    public IEnumerable<Leg> Priced => _buckets.SelectMany(bucket => bucket);

    /// <summary>The scan's figure before add-ons; set once cells are known.</summary>
    public double Scan { get; set; }

    /// <summary>All cells with the P&amp;L that counts, in the group's unit.</summary>
    public IReadOnlyList<CellResult> Cells { get; set; } = [];

    /// <summary>What a figure in units of the underlying is in the group's unit.</summary>
    public double FromCoin(double coin) => IsCoin ? coin : coin * Index;

    /// <summary>What USD are in the group's unit.</summary>
    public double FromUsd(double usd) => IsCoin ? usd / Index : usd;

    /// <summary>What a figure of the group is in USD.</summary>
    public double ToUsd(double figure) => IsCoin ? figure * Index : figure;

    /// <summary>Net delta of an expiry in units of the underlying.</summary>
    public static double DeltaOf(Leg[] bucket)
    {
        double sum = 0;
        foreach (Leg leg in bucket)
        {
            sum += leg.Delta;
        }

        return sum;
    }

    /// <summary>Net delta of all, in the order of expiries.</summary>
    public double NetDelta()
    {
        double sum = 0;
        foreach (Leg[] bucket in _buckets)
        {
            sum += DeltaOf(bucket);
        }

        return sum;
    }
}
