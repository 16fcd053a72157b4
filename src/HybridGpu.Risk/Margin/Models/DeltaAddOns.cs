using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Evaluation;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>|delta| x clamp(increment x max(|delta| - threshold / index, 0), 0, most).</summary>
/// <remarks>Source: formulas.md, 1.1, where the form is inferred and not verified.</remarks>
internal sealed record DeltaShockAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1e12, "USD")] PerUnderlying ThresholdUsd,
    [property: Bound(0, 1, "a fraction by unit of the underlying")] PerUnderlying Increment,
    [property: Bound(0, 1, "a fraction")] double Most)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double delta = Math.Abs(group.NetDelta());
        double above = Math.Max(delta - (ThresholdUsd.Of(group.Underlying) / group.Index), 0);
        double rate = Math.Clamp(Increment.Of(group.Underlying) * above, 0, Most);
        return Charge.Of(group.FromCoin(delta * rate));
    }
}

/// <summary>Sum over expiries of |net delta| x max(least, annualised x years): that forwards part.</summary>
/// <remarks>Source: formulas.md, 1.1 (recomputed for short dates; the long-dated form is unconfirmed). The perpetual
/// is an expiry of its own.</remarks>
internal sealed record RollShockAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a fraction, per year")] PerUnderlying Annualised,
    [property: Bound(0, 1, "a fraction")] PerUnderlying Least,
    [property: Bound(0, 1, "a fraction, per year, of what settles in USD")] double? DollarAnnualised = null,
    [property: Bound(0, 1, "a fraction, of what settles in USD")] double? DollarLeast = null)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        (double least, double annualised) = (Least.Of(group.Underlying), Annualised.Of(group.Underlying));
        if (!group.IsCoin)
        {
            (least, annualised) = (DollarLeast ?? least, DollarAnnualised ?? annualised);
        }

        double sum = 0;
        foreach (Leg[] bucket in group.Buckets)
        {
            double move = Math.Max(least, annualised * bucket[0].Years);
            sum += Math.Abs(RiskGroup.DeltaOf(bucket)) * move;
        }

        return Charge.Of(group.FromCoin(sum));
    }
}

/// <summary>Sum over expiries of the worse of two forward moves x (add + multiple x years).</summary>
/// <remarks>Source: formulas.md, 1.2, basis contingency.</remarks>
internal sealed record BasisAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(1, 2, "a factor of the forward")] double Up,
    [property: Bound(0.1, 1, "a factor of the forward")] double Down,
    [property: Bound(0, 20, "a factor")] double Add,
    [property: Bound(0, 20, "a factor by year")] double Multiple)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        var evaluator = new CellEvaluator(group);
        double sum = 0;
        for (int i = 0; i < group.Buckets.Count; i++)
        {
            if (!group.Buckets[i].Any(leg => leg.IsOption))
            {
                continue;
            }

            double worst = Math.Min(evaluator.OptionGainAt(i, Up), evaluator.OptionGainAt(i, Down));
            sum += Math.Max(-worst, 0) * (Add + (Multiple * group.Buckets[i][0].Years));
        }

        return Charge.Of(sum);
    }
}

/// <summary>(net rate x |net delta| + gross rate x (gross - |net|)) x index: the least that a delta costs.</summary>
/// <remarks>Source: formulas.md, 1.3.</remarks>
internal sealed record MinimumDeltaAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a fraction of the price")] double NetRate,
    [property: Bound(0, 1, "a fraction of the price")] double GrossRate)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double net = Math.Abs(group.NetDelta());
        double gross = 0;
        foreach (Leg leg in group.Priced)
        {
            gross += Math.Abs(leg.Delta);
        }

        return Charge.Of(group.FromCoin((NetRate * net) + (GrossRate * Math.Max(gross - net, 0))));
    }
}

/// <summary>Rate x index x deltas that are long in one expiry and short in another: SPAN's intra-month
/// spread.</summary>
internal sealed record MonthSpreadAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a fraction of the price")] PerUnderlying Rate)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        IReadOnlyList<double> deltas = SpanFigures.CompositeDeltas(group);
        double bought = 0;
        double sold = 0;
        foreach (double delta in deltas)
        {
            bought += Math.Max(delta, 0);
            sold += Math.Max(-delta, 0);
        }

        return Charge.Of(group.FromCoin(Rate.Of(group.Underlying) * Math.Min(bought, sold)));
    }
}

/// <summary>Rate x net delta in USD x its multiple beyond a threshold: the cost of closing what the market can't
/// take.</summary>
internal sealed record ConcentrationAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(1, 1e15, "USD of delta")] PerUnderlying ThresholdUsd,
    [property: Bound(0, 1, "a fraction")] double Rate)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double usd = Math.Abs(group.NetDelta()) * group.Index;
        double beyond = Math.Max((usd / ThresholdUsd.Of(group.Underlying)) - 1, 0);
        return Charge.Of(group.FromUsd(usd * Math.Min(Rate * beyond, 1)));
    }
}

/// <summary>Sum over expiries of |vega| x points, and |net delta| x a share of the price: half the spread of
/// closing.</summary>
internal sealed record LiquidityAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a fraction per sqrt(year)")] double VolatilityPoints,
    [property: Bound(0, 1, "a fraction of the price")] double PriceShare)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double usd = 0;
        foreach (Leg[] bucket in group.Buckets)
        {
            double vega = 0;
            foreach (Leg leg in bucket)
            {
                vega += leg.VegaUsd;
            }

            usd += Math.Abs(vega) * VolatilityPoints;
        }

        return Charge.Of(group.FromUsd(usd + (Math.Abs(group.NetDelta()) * group.Index * PriceShare)));
    }
}
