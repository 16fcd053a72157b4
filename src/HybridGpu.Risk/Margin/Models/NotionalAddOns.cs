using System;
using System.Linq;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>Index x options short of a strike that nothing long of the same strike covers; calls and puts
/// net.</summary>
/// <remarks>Source: formulas.md, 1.2.</remarks>
internal sealed record NakedShortAddOn(string Name, Stage Stage, double Maintenance, double Initial)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double uncovered = 0;
        foreach (Leg[] bucket in group.Buckets)
        {
            foreach (var strike in bucket.Where(leg => leg.IsOption).GroupBy(leg => leg.Strike).OrderBy(x => x.Key))
            {
                uncovered += Math.Max(-strike.Sum(leg => leg.Quantity), 0);
            }
        }

        return Charge.Of(group.FromCoin(uncovered));
    }
}

/// <summary>Index x net perpetuals.</summary>
/// <remarks>Source: formulas.md, 1.2, perpetual contingency. The factors are the contingency.</remarks>
internal sealed record PerpetualAddOn(
    string Name, Stage Stage, double Maintenance, double Initial, bool Futures = false)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double sum = 0;
        foreach (Leg[] bucket in group.Buckets)
        {
            double net = bucket
                .Where(leg => leg.Position.Kind == ProductKind.Perpetual
                    || (Futures && leg.Position.Kind == ProductKind.Future))
                .Sum(leg => leg.Quantity);
            sum += Math.Abs(net);
        }

        return Charge.Of(group.FromCoin(sum));
    }
}

/// <summary>(1 - confidence) x factor x notional where the confidence of a price is below the threshold.</summary>
/// <remarks>Source: formulas.md, 1.2: net perpetuals, all options of an expiry, collateral inside the group.</remarks>
internal sealed record ConfidenceAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a confidence")] double Threshold,
    [property: Bound(0, 20, "a factor")] double Factor)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double usd = 0;
        foreach (Leg[] bucket in group.Buckets)
        {
            double confidence = bucket.Min(leg => leg.Confidence);
            double deltaOne = Math.Abs(bucket.Where(leg => !leg.IsOption).Sum(leg => leg.Quantity));
            double options = bucket.Where(leg => leg.IsOption).Sum(leg => Math.Abs(leg.Quantity));
            usd += MissingOf(confidence) * (deltaOne + options) * group.Index;
        }

        double own = group.Market.Underlying(group.Underlying)?.Confidence ?? 1;
        foreach (Holding holding in group.Holdings)
        {
            usd += MissingOf(own) * Math.Max(holding.MaintenanceUsd, 0);
        }

        return Charge.Of(group.FromUsd(usd));
    }

    private double MissingOf(double confidence) =>
        confidence >= Threshold ? 0 : (1 - Math.Max(confidence, 0)) * Factor;
}

/// <summary>What a depeg is measured on.</summary>
internal enum DepegBase
{
    /// <summary>The worst scenario's loss.</summary>
    Scan,

    /// <summary>Index x (short options + perpetuals).</summary>
    ShortsAndPerpetuals,
}

/// <summary>Base x factor x max(0, threshold - price of the stable asset over its peg).</summary>
/// <remarks>Source: formulas.md, 1.2, both managers.</remarks>
internal sealed record DepegAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    string Asset,
    DepegBase Base,
    [property: Bound(0, 2, "a price over its peg")] double Threshold,
    [property: Bound(0, 20, "a factor")] double Factor)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double amount = Base == DepegBase.Scan
            ? group.Scan
            : group.FromCoin(group.Priced
                .Where(leg => leg.Position.Kind == ProductKind.Perpetual || (leg.IsOption && leg.Quantity < 0))
                .Sum(leg => Math.Abs(leg.Quantity)));
        return Charge.Of(amount * Factor * Math.Max(Threshold - group.Market.PegRatio(Asset), 0));
    }
}

/// <summary>Funding that a perpetual may owe for so many hours, at the rate of the market.</summary>
/// <remarks>Where the rate is no number, either side may owe, and the model's share for estimates stands in. Source:
/// formulas.md, 1.3.</remarks>
internal sealed record FundingAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 720, "hours")] double Hours)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double rate = group.Market.Underlying(group.Underlying)?.Funding8h ?? 0;
        double owed = 0;
        foreach (Leg leg in group.Priced.Where(leg => leg.Position.Kind == ProductKind.Perpetual))
        {
            owed += double.IsFinite(rate)
                ? leg.Quantity * rate * Hours / 8
                : Math.Abs(leg.Quantity) * group.Model.Degraded.Estimated;
        }

        return Charge.Of(group.FromCoin(Math.Max(owed, 0)));
    }
}

/// <summary>Rate x notional of all positions: what closing them costs in fees.</summary>
internal sealed record FeeAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 0.1, "a fraction of the notional")] double Rate)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group) =>
        Charge.Of(group.FromCoin(Rate * group.Priced.Sum(leg => Math.Abs(leg.Quantity))));
}

/// <summary>A least charge for each unit of the underlying that options are on.</summary>
/// <remarks>Source: formulas.md, 1.8 (all options) and 1.9 (short option minimum).</remarks>
internal sealed record OptionMinimumAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1e6, "USD by unit of the underlying")] double Usd,
    [property: Bound(0, 1, "a fraction of the price")] double PriceShare,
    bool ShortOnly)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double units = group.Priced
            .Where(leg => leg.IsOption && (!ShortOnly || leg.Quantity < 0))
            .Sum(leg => Math.Abs(leg.Quantity));
        return Charge.Of(group.FromUsd(units * (Usd + (PriceShare * group.Index))));
    }
}

/// <summary>The worst loss of a group of scenarios that doesn't compete with the others.</summary>
internal sealed record ScenarioLossAddOn(
    string Name, Stage Stage, double Maintenance, double Initial, string Group)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double worst = 0;
        foreach (CellResult cell in group.Cells.Where(cell => cell.Cell.Group == Group))
        {
            worst = Math.Min(worst, cell.Final);
        }

        return Charge.Of(-worst);
    }
}

/// <summary>Rate x notional, multiplied tier by tier: each part of it by its own tier's multiplier.</summary>
/// <remarks>Source: formulas.md, 1.5, MR7; that a tier's multiplier holds for its own part only is in OKX's note of the
/// change (30,000 raw: 10,000 + 20,000 x 2 = 50,000).</remarks>
internal sealed record TieredMinimumAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a fraction of the notional")] double Rate,
    MinimumTier[] Tiers)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        double raw = Rate * group.Priced.Sum(leg => Math.Abs(leg.Quantity)) * group.Index;
        return Charge.Of(group.FromUsd(Adjusted(raw)));
    }

    /// <summary>The raw charge with each tier's part multiplied, USD.</summary>
    public double Adjusted(double rawUsd)
    {
        double sum = 0;
        double from = 0;
        foreach (MinimumTier tier in Tiers)
        {
            sum += Math.Max(Math.Min(rawUsd, tier.RawUsdAtMost) - from, 0) * tier.Multiplier;
            from = tier.RawUsdAtMost;
        }

        return sum;
    }
}

/// <summary>A tier of a minimum charge.</summary>
internal sealed record MinimumTier(
    [property: Bound(0, 1e18, "USD")] double RawUsdAtMost,
    [property: Bound(0, 1000, "a factor")] double Multiplier);
