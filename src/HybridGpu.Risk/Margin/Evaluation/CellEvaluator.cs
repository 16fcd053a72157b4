using System;
using System.Linq;
using HybridGpu.Kernels;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>P&amp;L of a risk group in a scenario.</summary>
/// <remarks>
/// Every sum runs over legs in the order of the portfolio within expiries in the order of time, so two runs give the
/// same bits. Source: formulas.md, 1.1 and 1.2.
/// </remarks>
internal sealed class CellEvaluator
{
    private const double DaysPerYear = 365;

    private readonly RiskGroup _group;
    private readonly ModelDocument _model;
    private readonly double[] _marks;

    public CellEvaluator(RiskGroup group)
    {
        (_group, _model) = (group, group.Model);
        _marks = [.. group.Buckets.Select(bucket => OptionSum(bucket, leg => leg.UnitValue, 0))];
    }

    /// <summary>The cell's P&amp;L with everything that the model does to it.</summary>
    public CellResult Evaluate(in ScenarioCell cell)
    {
        var byExpiry = new double[_group.Buckets.Count + 1];
        double sum = 0;
        for (int i = 0; i < _group.Buckets.Count; i++)
        {
            byExpiry[i] = ExpiryGain(i, cell);
            sum += byExpiry[i];
        }

        foreach (Holding holding in _group.Holdings)
        {
            byExpiry[^1] += holding.GainUsd(cell.Move, cell.Assets);
        }

        sum += byExpiry[^1];
        double factor = FactorOf(cell);
        for (int i = 0; i < byExpiry.Length; i++)
        {
            byExpiry[i] *= factor;
        }

        double raw = sum * factor;
        return new CellResult(cell, raw, Offset(Dampen(raw, cell)), byExpiry);
    }

    /// <summary>A leg's P&amp;L in the group's unit, weighted as the cell; discounts, which are an expiry's, left
    /// out.</summary>
    public double LegGain(Leg leg, in ScenarioCell cell)
    {
        double gain = leg.IsOption
            ? leg.Quantity * (ShockedValue(leg, cell) - leg.UnitValue)
            : leg.DeltaOneGain(cell.Move);
        return InUnit(leg, gain, cell.Move) * FactorOf(cell);
    }

    /// <summary>P&amp;L of an expiry's options when the forward is so many times itself and nothing else
    /// happens.</summary>
    public double OptionGainAt(int bucket, double spotFactor)
    {
        Leg[] legs = _group.Buckets[bucket];
        double move = spotFactor - 1;
        double shocked = OptionSum(
            legs, leg => leg.OptionValue(leg.Forward * spotFactor, leg.Volatility, leg.Years, leg.Rate), move);
        return shocked - OptionSum(legs, leg => leg.UnitValue, move);
    }

    private double ExpiryGain(int bucket, ScenarioCell cell)
    {
        Leg[] legs = _group.Buckets[bucket];
        double shocked = OptionSum(legs, leg => ShockedValue(leg, cell), cell.Move);
        if (_model.Discount is { } discount && shocked != 0)
        {
            shocked *= DiscountOf(discount, legs[0], shocked >= 0);
        }

        // Inverse marks in USD are coin at the shocked price: what the premium itself loses is collateral's loss.
        double mark = cell.Move == 0 || !legs.Any(leg => leg.IsOption && leg.IsCoin) || _group.IsCoin
            ? _marks[bucket]
            : OptionSum(legs, leg => leg.UnitValue, cell.Move);
        double gain = shocked - mark;
        if (cell.Skew != SkewShape.None)
        {
            // The opposite rotation is as likely: an expiry's gain is a loss.
            gain = -Math.Abs(gain);
        }

        foreach (Leg leg in legs)
        {
            if (!leg.IsOption)
            {
                gain += InUnit(leg, leg.DeltaOneGain(cell.Move), cell.Move);
            }
        }

        return gain;
    }

    private double OptionSum(Leg[] legs, Func<Leg, double> value, double move)
    {
        double sum = 0;
        foreach (Leg leg in legs)
        {
            if (leg.IsOption)
            {
                sum += InUnit(leg, leg.Quantity * value(leg), move);
            }
        }

        return sum;
    }

    /// <summary>Coin is worth what it is worth after the move.</summary>
    private double InUnit(Leg leg, double gain, double move) =>
        leg.IsCoin && !_group.IsCoin ? gain * _group.Index * (1 + move) : gain;

    private double ShockedValue(Leg leg, in ScenarioCell cell)
    {
        double years = Math.Max(leg.Years - (cell.Days / DaysPerYear), 0);
        double rate = Math.Clamp(leg.Rate + cell.RateShift, -KernelLimits.MaxRate, KernelLimits.MaxRate);
        return leg.OptionValue(leg.Forward * (1 + cell.Move), ShockedVolatility(leg, cell), years, rate);
    }

    private double ShockedVolatility(Leg leg, in ScenarioCell cell)
    {
        VolatilityPart rule = _model.Volatility;
        double days = Math.Max(leg.Years * DaysPerYear, rule.LeastDays);
        double power = days < rule.AnchorDays ? rule.ShortPower : rule.LongPower;
        double volatility = leg.Volatility;
        if (cell.Volatility is { } state)
        {
            volatility = VolatilityShift.Apply(
                state, volatility, leg.Position.Underlying, days, rule.AnchorDays, power);
        }
        else if (cell.VolatilityPerMove > 0)
        {
            double shift = cell.VolatilityPerMove * Math.Abs(cell.Move);
            volatility *= 1 + (shift * Math.Pow(rule.AnchorDays / days, power));
        }

        if (cell.Skew != SkewShape.None && _model.Skew is { } skew)
        {
            volatility *= VolatilityShift.SkewMultiplier(skew, cell.Skew, leg.Strike, leg.Forward, leg.Years);
        }

        return Math.Clamp(volatility, 0, KernelLimits.MaxVolatility);
    }

    private double FactorOf(in ScenarioCell cell)
    {
        double size = Math.Abs(cell.Move);
        if (cell.Tail == TailRule.Stated || size <= _group.Range)
        {
            return cell.Weight;
        }

        double factor = (_model.Dampener?.Factor ?? 1) * _group.Range / size;
        return _group.IsCoin ? factor * (1 + cell.Move) / EdgeFactor(cell.Move) : factor;
    }

    private double Dampen(double gain, in ScenarioCell cell)
    {
        if (!cell.IsDampened || _model.Dampener is not { } dampener)
        {
            return gain;
        }

        double usd = _group.IsCoin
            ? dampener.CoinUsd.Of(_group.Underlying) / (EdgeFactor(cell.Move) * _group.Index)
            : dampener.DollarUsd;
        double forgiven = (Math.Max(Math.Abs(cell.Move) / _group.Range, 1) - 1) * usd;
        return gain - (Math.Sign(gain) * Math.Min(forgiven, Math.Abs(gain)));
    }

    private double Offset(double gain) => gain > 0
        ? Math.Min(
            gain * _model.Aggregation.OffsetOf(_group.Underlying, _group.IsCoin),
            _group.FromUsd(_model.Aggregation.CapUsdOf(_group.Underlying, _group.IsCoin)))
        : gain;

    private double EdgeFactor(double move) => 1 + (Math.Sign(move) * _group.Range);

    private static double DiscountOf(DiscountPart discount, Leg leg, bool isLong)
    {
        if (isLong)
        {
            return discount.LongBase * Math.Exp(-leg.Years * ((leg.Rate * discount.LongRate) + discount.LongAdd));
        }

        double carry = Math.Exp(-leg.Years * ((leg.Rate * discount.ShortRate) + discount.ShortAdd));
        return Math.Min(Math.Exp(leg.Rate * leg.Years), discount.ShortBase / carry);
    }
}
