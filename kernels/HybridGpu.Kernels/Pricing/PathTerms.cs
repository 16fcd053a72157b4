using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Adds up terms w·e^α·Φ(ψ·y) and all their derivatives in closed form.</summary>
/// <remarks>
/// With N = e^α·φ(y): U_i = α_i·U + ψ·y_i·N and U_ij = α_ij·U + α_i·U_j + ψ·N·(y_ij + y_i·(α_j − y·y_j)), over
/// ln S, σ, T and r. e^α and the tail of Φ are joined before they are exponentiated, because one may overflow where
/// the other vanishes.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct PathTerms<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const double ExponentBound = 700.0;
    private const double InverseSqrtTwoPi = 0.3989422804014326779;

    private T _underlying;
    private T _time;
    private T _root;
    private T _volatility;
    private T _logBarrier;
    private T _value;
    private T _perX;
    private T _perVol;
    private T _perTime;
    private T _perRate;
    private T _perXX;
    private T _perXVol;
    private T _perVolVol;
    private T _perXTime;

    /// <summary>Begins a sum for options with ln(H/S) given.</summary>
    public static PathTerms<T, L> Begin(in OptionLanes<T> option, T logBarrier)
    {
        T zero = L.C(0.0);
        return new PathTerms<T, L>
        {
            _underlying = option.Underlying,
            _time = option.Time,
            _root = L.Sqrt(option.Time),
            _volatility = option.Volatility,
            _logBarrier = logBarrier,
            _value = zero,
            _perX = zero,
            _perVol = zero,
            _perTime = zero,
            _perRate = zero,
            _perXX = zero,
            _perXVol = zero,
            _perVolVol = zero,
            _perXTime = zero,
        };
    }

    /// <summary>Adds a term. A weight of zero adds exactly nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(in TermShape<T> term)
    {
        T sv = L.Mul(_volatility, _root);
        T perSv = L.Div(L.C(1.0), sv);
        T halfPerTime = L.Div(L.C(0.5), _time);
        T far = L.Mul(term.Distance, perSv);
        T near = L.Mul(term.Drift.Value, sv);
        T y = L.Add(far, near);

        // y and its derivatives.
        T yX = L.Mul(term.DistancePerLogSpot, perSv);
        T perSigma = L.Div(L.C(1.0), _volatility);
        T yVol = L.Fma(term.Drift.PerVol, sv, L.Mul(L.Sub(near, far), perSigma));
        T yTime = L.Mul(L.Sub(near, far), halfPerTime);
        T yRate = L.Mul(term.Drift.PerRate, sv);
        T yXVol = L.Neg(L.Mul(yX, perSigma));
        T bend = L.Mul(L.Mul(L.Mul(far, perSigma), perSigma), L.C(2.0));
        T yVolVol = L.Add(
            L.Fma(term.Drift.PerVolVol, sv, bend), L.Mul(L.Mul(term.Drift.PerVol, _root), L.C(2.0)));
        T yXTime = L.Neg(L.Mul(yX, halfPerTime));

        // α and its derivatives.
        T aX = L.Sub(term.SpotPower, term.Power.Value);
        T aVol = L.Mul(term.Power.PerVol, _logBarrier);
        T aRate = L.Fma(term.GrowthPerRate, _time, L.Mul(term.Power.PerRate, _logBarrier));
        T aVolVol = L.Mul(term.Power.PerVolVol, _logBarrier);
        T exponent = L.Fma(term.Growth, _time, L.Mul(term.Power.Value, _logBarrier));

        T joint = L.Mul(term.Weight, Exp(L.NegFma(L.Mul(y, L.C(0.5)), y, exponent)));
        T tail = L.Mul(joint, NormalTail<T, L>.ScaledAnywhere(L.Abs(y)));
        T whole = L.Mul(term.Weight, Exp(exponent));
        T u = L.SelectLess(L.Mul(term.Side, y), L.C(0.0), tail, L.Sub(whole, tail));
        T n = L.Mul(L.Mul(joint, term.Side), L.C(InverseSqrtTwoPi));

        T uX = L.Fma(aX, u, L.Mul(yX, n));
        T uVol = L.Fma(aVol, u, L.Mul(yVol, n));
        T uTime = L.Fma(term.Growth, u, L.Mul(yTime, n));
        T crossX = L.NegFma(y, yX, aX);
        T crossVol = L.NegFma(y, yVol, aVol);
        T crossTime = L.NegFma(y, yTime, term.Growth);
        _value = L.Add(_value, u);
        _perX = L.Add(_perX, uX);
        _perVol = L.Add(_perVol, uVol);
        _perTime = L.Add(_perTime, uTime);
        _perRate = L.Add(_perRate, L.Fma(aRate, u, L.Mul(yRate, n)));
        _perXX = L.Add(_perXX, L.Fma(aX, uX, L.Mul(n, L.Mul(yX, crossX))));
        T ownXVol = L.NegFma(term.Power.PerVol, u, L.Mul(n, L.Fma(yX, crossVol, yXVol)));
        _perXVol = L.Add(_perXVol, L.Fma(aX, uVol, ownXVol));
        T ownVolVol = L.Fma(aVolVol, u, L.Mul(n, L.Fma(yVol, crossVol, yVolVol)));
        _perVolVol = L.Add(_perVolVol, L.Fma(aVol, uVol, ownVolVol));
        _perXTime = L.Add(_perXTime, L.Fma(aX, uTime, L.Mul(n, L.Fma(yX, crossTime, yXTime))));
    }

    /// <summary>The sums as a price and Greeks in the underlying itself.</summary>
    public readonly void Read(out GreekLanes<T> greeks)
    {
        T perSpot = L.Div(L.C(1.0), _underlying);
        greeks.Price = _value;
        greeks.Delta = L.Mul(_perX, perSpot);
        greeks.Gamma = L.Mul(L.Mul(L.Sub(_perXX, _perX), perSpot), perSpot);
        greeks.Vega = _perVol;
        greeks.Theta = L.Neg(_perTime);
        greeks.Rho = _perRate;
        greeks.Vanna = L.Mul(_perXVol, perSpot);
        greeks.Volga = _perVolVol;
        greeks.Charm = L.Neg(L.Mul(_perXTime, perSpot));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exp(T x) => ElementaryFunctions<T, L>.ExpBounded(
        L.Min(L.Max(x, L.C(-ExponentBound)), L.C(ExponentBound)));
}
