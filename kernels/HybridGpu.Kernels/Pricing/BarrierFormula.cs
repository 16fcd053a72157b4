using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Single-barrier options and the digital that pays on touch, with nine outputs in closed form.</summary>
/// <remarks>
/// Sources: M. Rubinstein and E. Reiner, "Breaking down the barriers", Risk 4 (1991), and "Unscrambling the binary
/// code", ibid.; the letters A to F are E. G. Haug's. The barrier is watched all the time. Reached already, a knock-in
/// is the plain option, a knock-out its rebate, and the touch its payout. Cost: twelve terms, 24 exponentials.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class BarrierFormula<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    // λ = 0 needs no rate and no drift at once. The terms are even in λ, so a floor costs its square.
    private const double MinLambda = 1e-8;

    /// <summary>A knock-in or a knock-out.</summary>
    /// <param name="option">The market and the plain option.</param>
    /// <param name="down">+1 when the barrier lies below the underlying, −1 when above.</param>
    /// <param name="isIn">1 for a knock-in, 0 for a knock-out.</param>
    /// <param name="barrier">H.</param>
    /// <param name="rebate">Paid at expiry by a knock-in that stayed out, at once by a knock-out.</param>
    /// <param name="greeks">The outputs.</param>
    public static void Barrier(
        in OptionLanes<T> option, T down, T isIn, T barrier, T rebate, out GreekLanes<T> greeks)
    {
        T one = L.C(1.0);
        T zero = L.C(0.0);
        T isHit = L.SelectLess(zero, L.Mul(down, L.Sub(option.Underlying, barrier)), zero, one);
        BarrierPlan<T, L> plan = BarrierPlan<T, L>.Of(
            option.Sign, down, isIn, option.Strike, barrier, rebate, isHit);
        Evaluate(option, down, barrier, plan, out greeks);
        T paid = L.Mul(L.Sub(one, isIn), rebate);
        greeks.Price = L.SelectEqual(isHit, one, L.SelectEqual(isIn, one, greeks.Price, paid), greeks.Price);
        greeks.Price = L.Max(greeks.Price, zero);
    }

    /// <summary>A payout at the first touch of a level.</summary>
    public static void Touch(in OptionLanes<T> option, T down, T barrier, T payout, out GreekLanes<T> greeks)
    {
        T one = L.C(1.0);
        T zero = L.C(0.0);
        T isHit = L.SelectLess(zero, L.Mul(down, L.Sub(option.Underlying, barrier)), zero, one);
        var plan = new BarrierPlan<T, L>
        {
            Plain = zero,
            PlainAtBarrier = zero,
            Mirrored = zero,
            MirroredAtBarrier = zero,
            AtExpiry = zero,
            AtHit = L.Mul(L.Sub(one, isHit), payout),
        };
        Evaluate(option, down, barrier, plan, out greeks);
        greeks.Price = L.SelectEqual(isHit, one, payout, greeks.Price);
    }

    /// <summary>1 when the touch has a real λ = √(μ² + 2r/σ²), which a rate far below zero takes away; else
    /// 0.</summary>
    public static T HasLambda(in OptionLanes<T> option)
    {
        Sloped<T> mu = Mu(option, out T rateTerm);
        return L.SelectLess(L.Fma(mu.Value, mu.Value, rateTerm), L.C(0.0), L.C(0.0), L.C(1.0));
    }

    private static void Evaluate(
        in OptionLanes<T> option, T down, T barrier, in BarrierPlan<T, L> plan, out GreekLanes<T> greeks)
    {
        T logBarrier = Black76<T, L>.LogMoneyness(barrier, option.Underlying);
        T logStrike = Black76<T, L>.LogMoneyness(option.Underlying, option.Strike);
        T mirror = L.Fma(L.C(2.0), logBarrier, logStrike);
        Sloped<T> mu = Mu(option, out T rateTerm);
        var sum = PathTerms<T, L>.Begin(option, logBarrier);
        AddPair(option, ref sum, mu, plan.Plain, option.Sign, logStrike, isMirrored: false);
        AddPair(option, ref sum, mu, plan.PlainAtBarrier, option.Sign, L.Neg(logBarrier), isMirrored: false);
        AddPair(option, ref sum, mu, plan.Mirrored, down, mirror, isMirrored: true);
        AddPair(option, ref sum, mu, plan.MirroredAtBarrier, down, logBarrier, isMirrored: true);
        AddAtExpiry(option, ref sum, mu, plan.AtExpiry, down, logBarrier);
        AddAtHit(option, ref sum, mu, rateTerm, plan.AtHit, down, logBarrier);
        sum.Read(out greeks);
    }

    // An asset and a cash leg with one threshold: A, B, and mirrored C and D.
    private static void AddPair(
        in OptionLanes<T> option, ref PathTerms<T, L> sum, in Sloped<T> mu, T count, T side, T distance,
        bool isMirrored)
    {
        T one = L.C(1.0);
        T weight = L.Mul(count, option.Sign);
        TermShape<T> term = CashShape(option, mu, L.Neg(L.Mul(weight, option.Strike)), side, distance, isMirrored);
        sum.Add(term);
        term.Weight = L.Mul(weight, option.Underlying);
        term.SpotPower = one;
        term.Growth = L.Neg(option.Yield);
        term.GrowthPerRate = L.Sub(option.SpotFlag, one);
        term.Drift = mu.Plus<L>(one);
        if (isMirrored)
        {
            term.Power = term.Power.Plus<L>(L.C(2.0));
        }

        sum.Add(term);
    }

    private static void AddAtExpiry(
        in OptionLanes<T> option, ref PathTerms<T, L> sum, in Sloped<T> mu, T amount, T down, T logBarrier)
    {
        sum.Add(CashShape(option, mu, amount, down, L.Neg(logBarrier), isMirrored: false));
        sum.Add(CashShape(option, mu, L.Neg(amount), down, logBarrier, isMirrored: true));
    }

    private static void AddAtHit(
        in OptionLanes<T> option, ref PathTerms<T, L> sum, in Sloped<T> mu, T rateTerm, T amount, T down,
        T logBarrier)
    {
        Sloped<T> lambda = Lambda(option, mu, rateTerm);
        var term = new TermShape<T>
        {
            Weight = amount,
            Side = down,
            SpotPower = L.C(0.0),
            Growth = L.C(0.0),
            GrowthPerRate = L.C(0.0),
            Power = lambda.Fma<L>(L.C(1.0), mu),
            Distance = logBarrier,
            DistancePerLogSpot = L.C(-1.0),
            Drift = lambda,
        };
        sum.Add(term);
        Sloped<T> zero = default;
        term.Power = lambda.Fma<L>(L.C(-1.0), mu);
        term.Drift = lambda.Fma<L>(L.C(-1.0), zero);
        sum.Add(term);
    }

    private static TermShape<T> CashShape(
        in OptionLanes<T> option, in Sloped<T> mu, T weight, T side, T distance, bool isMirrored) => new()
        {
            Weight = weight,
            Side = side,
            SpotPower = L.C(0.0),
            Growth = L.Neg(option.Rate),
            GrowthPerRate = L.C(-1.0),
            Power = isMirrored ? mu.Fma<L>(L.C(2.0), default) : default,
            Distance = distance,
            DistancePerLogSpot = L.C(isMirrored ? -1.0 : 1.0),
            Drift = mu,
        };

    // μ = b/σ² − ½ and, beside it, 2r/σ².
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sloped<T> Mu(in OptionLanes<T> option, out T rateTerm)
    {
        T perVol = L.Div(L.C(1.0), option.Volatility);
        T perVariance = L.Mul(perVol, perVol);
        T carryTerm = L.Mul(L.Sub(option.Rate, option.Yield), perVariance);
        rateTerm = L.Mul(L.Mul(option.Rate, perVariance), L.C(2.0));
        return new Sloped<T>
        {
            Value = L.Sub(carryTerm, L.C(0.5)),
            PerVol = L.Mul(L.Mul(carryTerm, perVol), L.C(-2.0)),
            PerVolVol = L.Mul(L.Mul(carryTerm, perVariance), L.C(6.0)),
            PerRate = L.Mul(option.SpotFlag, perVariance),
        };
    }

    // λ² = μ² + 2r/σ², differentiated.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sloped<T> Lambda(in OptionLanes<T> option, in Sloped<T> mu, T rateTerm)
    {
        T perVol = L.Div(L.C(1.0), option.Volatility);
        T perVariance = L.Mul(perVol, perVol);
        T square = L.Fma(mu.Value, mu.Value, rateTerm);
        T value = L.Sqrt(L.Max(square, L.C(MinLambda * MinLambda)));
        T perValue = L.Div(L.C(1.0), value);
        T ratePerVol = L.Neg(L.Mul(rateTerm, perVol));
        T ratePerVolVol = L.Mul(L.Mul(rateTerm, perVariance), L.C(3.0));
        T slope = L.Mul(L.Fma(mu.Value, mu.PerVol, ratePerVol), perValue);
        T bend = L.Fma(mu.PerVol, mu.PerVol, L.Fma(mu.Value, mu.PerVolVol, ratePerVolVol));
        return new Sloped<T>
        {
            Value = value,
            PerVol = slope,
            PerVolVol = L.Mul(L.NegFma(slope, slope, bend), perValue),
            PerRate = L.Mul(L.Fma(mu.Value, mu.PerRate, perVariance), perValue),
        };
    }
}
