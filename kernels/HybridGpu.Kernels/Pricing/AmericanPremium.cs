using System;
using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>What early exercise adds to a European put: what the strike earns below the boundary, less what the spot
/// pays away there.</summary>
/// <remarks>Kim's representation (1990), with both derivatives in the spot under the integral.</remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct AmericanPremium<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const double InverseSqrtTwoPi = 0.3989422804014326779;

    /// <summary>The premium over a strike of 1.</summary>
    public T Value;

    /// <summary>∂/∂S.</summary>
    public T Delta;

    /// <summary>∂²/∂S².</summary>
    public T Gamma;

    /// <summary>The premium for a solved boundary.</summary>
    public static AmericanPremium<T, L> Of(in AmericanPut<T> put, T spot, AmericanScratch<T> scratch)
    {
        T zero = L.C(0.0);
        T one = L.C(1.0);
        T total = L.Mul(put.Volatility, L.Sqrt(put.Time));
        T perTotal = L.Div(one, total);
        T perSpot = L.Div(one, spot);
        T offset = L.Sub(put.LogSpot, put.LogStart);
        T carryTime = L.Mul(L.Sub(put.Rate, put.Yield), put.Time);
        T rateTime = L.Mul(put.Rate, put.Time);
        T yieldTime = L.Mul(put.Yield, put.Time);
        var sum = new AmericanPremium<T, L> { Value = zero, Delta = zero, Gamma = zero };
        AmericanTables tables = scratch.Tables;
        for (int k = 0; k < tables.Outer; k++)
        {
            ReadOnlySpan<double> row = tables.OuterRows.AsSpan(k * tables.RowLength, tables.RowLength);
            T depth = AmericanBoundary<T, L>.DepthAt(row, scratch.Square);
            T share = L.C(row[0] * row[0]);
            T s = L.Mul(total, L.C(row[0]));
            T perS = L.Mul(perTotal, L.C(row[1]));
            T middle = L.Mul(L.Fma(carryTime, share, L.Add(offset, depth)), perS);
            T low = L.NegFma(s, L.C(0.5), middle);
            T high = L.Fma(s, L.C(0.5), middle);
            T weight = L.C(row[3]);
            T strike = L.Mul(L.Mul(rateTime, weight), Decay(L.Mul(rateTime, share)));
            T asset = L.Mul(L.Mul(yieldTime, weight), Decay(L.Mul(yieldTime, share)));
            T lowBell = L.Mul(Below(low, out T lowTail), L.C(InverseSqrtTwoPi));
            T highBell = L.Mul(Below(high, out T highTail), L.C(InverseSqrtTwoPi));

            T strikeBell = L.Mul(L.Mul(strike, lowBell), L.Mul(perS, perSpot));
            T assetBell = L.Mul(L.Mul(asset, highBell), perS);
            sum.Value = L.Add(sum.Value, L.Fma(strike, lowTail, L.Neg(L.Mul(L.Mul(asset, spot), highTail))));
            sum.Delta = L.Add(sum.Delta, L.Sub(assetBell, L.Fma(asset, highTail, strikeBell)));
            T strikeBend = L.Mul(L.Mul(strikeBell, perSpot), L.Fma(low, perS, one));
            T assetBend = L.Mul(L.Mul(assetBell, perSpot), L.NegFma(high, perS, one));
            sum.Gamma = L.Add(sum.Gamma, L.Add(strikeBend, assetBend));
        }

        return sum;
    }

    // e^(−x²/2) and Φ(−x).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Below(T x, out T tail)
    {
        T a = L.Min(L.Abs(x), L.C(ElementaryFunctions<T, L>.TailBound));
        T density = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Mul(a, a), L.C(-0.5)));
        T far = L.Mul(density, ElementaryFunctions<T, L>.ScaledTail(a));
        tail = L.SelectLess(x, L.C(0.0), L.Sub(L.C(1.0), far), far);
        return density;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Decay(T exponent) =>
        ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(L.Neg(exponent), L.C(-500.0)), L.C(500.0)));
}
