using System;
using System.Linq;
using HybridGpu.Risk.Margin.Evaluation;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Models;

/// <summary>Options of an expiry by the better of two rules: each alone, or the most that all can lose at
/// expiry.</summary>
/// <remarks>
/// The requirement stands over equity that counts the options' value, so a long option's value is taken back: its
/// margin is 0, it can't be spent. Source: formulas.md, 1.2, Standard Manager.
/// </remarks>
internal sealed record StrategyAddOn(
    string Name, Stage Stage, double Maintenance, double Initial,
    [property: Bound(0, 1, "a fraction of the price")] double InitialShare,
    [property: Bound(0, 1, "a fraction of the price")] double InitialLeast,
    [property: Bound(0, 1, "a fraction of the price")] double MaintenanceShare,
    [property: Bound(0, 10, "a fraction of a put's value")] double PutValueShare,
    [property: Bound(1, 10, "a factor of a put's maintenance margin")] double PutInitialFactor,
    [property: Bound(0, 10, "a factor of the forward")] double UnpairedInitial,
    [property: Bound(0, 10, "a factor of the forward")] double UnpairedMaintenance,
    bool Isolated = false)
    : AddOn(Name, Stage, Maintenance, Initial)
{
    public override Charge ChargeOf(RiskGroup group)
    {
        (double maintenance, double initial) = (0, 0);
        foreach (Leg[] bucket in group.Buckets)
        {
            Leg[] options = [.. bucket.Where(leg => leg.IsOption)];
            if (options.Length == 0)
            {
                continue;
            }

            double value = options.Sum(leg => leg.MarkUsd);

            // Quotes that can't all be true may value options below the least they pay: that is no credit.
            maintenance += Math.Max(value - MarginOf(options, isInitial: false), 0);
            initial += Math.Max(value - MarginOf(options, isInitial: true), 0);
        }

        return new Charge(group.FromUsd(maintenance), group.FromUsd(initial));
    }

    /// <summary>Not above zero; a short's value is in it.</summary>
    private double MarginOf(Leg[] options, bool isInitial)
    {
        double isolated = options.Where(leg => leg.Quantity < 0).Sum(leg => IsolatedOf(leg, isInitial));
        return Isolated ? isolated : Math.Max(isolated, MostLost(options, isInitial));
    }

    private double IsolatedOf(Leg leg, bool isInitial)
    {
        double size = -leg.Quantity;
        bool isCall = leg.Position.Kind == ProductKind.Call;
        double outOfMoney = Math.Max((isCall ? leg.Strike - leg.Index : leg.Index - leg.Strike) / leg.Index, 0);
        double initial = -(Math.Max(InitialShare - outOfMoney, InitialLeast) * leg.Index * size) + leg.MarkUsd;
        double flat = MaintenanceShare * leg.Index * size;
        if (isCall)
        {
            return isInitial ? initial : leg.MarkUsd - flat;
        }

        double maintenance = leg.MarkUsd - Math.Max(flat, PutValueShare * Math.Abs(leg.MarkUsd));
        return isInitial ? Math.Min(initial, PutInitialFactor * maintenance) : maintenance;
    }

    /// <summary>Payoffs at zero and at each strike, and what calls sold without cover can lose above.</summary>
    private double MostLost(Leg[] options, bool isInitial)
    {
        double worst = 0;
        foreach (double price in options.Select(leg => leg.Strike).Append(0).Order())
        {
            double payoff = 0;
            foreach (Leg leg in options)
            {
                double unit = leg.Position.Kind == ProductKind.Call ? price - leg.Strike : leg.Strike - price;
                payoff += leg.Quantity * Math.Max(unit, 0);
            }

            worst = Math.Min(worst, payoff);
        }

        double calls = options.Where(leg => leg.Position.Kind == ProductKind.Call).Sum(leg => leg.Quantity);
        double scale = isInitial ? UnpairedInitial : UnpairedMaintenance;
        return worst - (scale * options[0].Forward * Math.Max(-calls, 0));
    }
}
