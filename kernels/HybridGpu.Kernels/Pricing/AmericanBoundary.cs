using System;
using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Numerics;

namespace HybridGpu.Kernels.Pricing;

/// <summary>The exercise boundary of American puts, on lanes, the same number of iterations for every one.</summary>
/// <remarks>
/// Source: L. Andersen, M. Lake and D. Offengenden, "High-performance American option pricing", J. Computational
/// Finance 20 (2016): ln²(B/X) collocated at Chebyshev points in √τ, and B(τ) = K·e^(−(r−q)τ)·N/D iterated to its
/// fixed point.
/// N and D come from smooth pasting (their system A, fast) or from value matching (B, which also converges where
/// (r − q)·√T is large against the volatility, and A doesn't). Which one is the option's own choice.
/// </remarks>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class AmericanBoundary<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    private const double InverseSqrtTwoPi = 0.3989422804014326779;
    private const double Smallest = 1e-300;
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Leaves the boundary in the scratch.</summary>
    public static void Solve(in AmericanPut<T> put, AmericanScratch<T> scratch)
    {
        Start(put, scratch);
        Flows(put, scratch);
        for (int iteration = 0; iteration < scratch.Tables.Iterations; iteration++)
        {
            for (int i = 0; i < scratch.Depth.Length; i++)
            {
                scratch.Square[i] = L.Mul(scratch.Depth[i], scratch.Depth[i]);
            }

            for (int i = 0; i < scratch.Depth.Length; i++)
            {
                scratch.Next[i] = Iterate(put, scratch, i);
            }

            scratch.Next.AsSpan().CopyTo(scratch.Depth);
        }

        for (int i = 0; i < scratch.Depth.Length; i++)
        {
            scratch.Square[i] = L.Mul(scratch.Depth[i], scratch.Depth[i]);
        }
    }

    /// <summary>ln(X/B) at a row's place in time.</summary>
    [MethodImpl(Inline)]
    public static T DepthAt(ReadOnlySpan<double> row, T[] squares)
    {
        T square = L.C(0.0);
        for (int j = 0; j < squares.Length; j++)
        {
            square = L.Fma(L.C(row[AmericanTables.RowHead + j]), squares[j], square);
        }

        return L.Sqrt(L.Max(square, L.C(0.0)));
    }

    // Bjerksund and Stensland's boundary (1993) of the mirrored call: from X to the perpetual option's.
    private static void Start(in AmericanPut<T> put, AmericanScratch<T> scratch)
    {
        T one = L.C(1.0);
        T variance = L.Mul(put.Volatility, put.Volatility);
        T drift = L.Sub(L.Sub(put.Rate, put.Yield), L.Mul(variance, L.C(0.5)));
        T root = L.Sqrt(L.Fma(drift, drift, L.Mul(L.Mul(put.Rate, variance), L.C(2.0))));

        // The perpetual put's exponent −λ; of two equal forms the one that doesn't cancel.
        T sum = L.Div(L.Add(root, drift), variance);
        T quotient = L.Div(L.Mul(put.Rate, L.C(2.0)), L.Max(L.Sub(root, drift), L.C(Smallest)));
        T lambda = L.Max(L.SelectLess(drift, L.C(0.0), quotient, sum), L.C(1e-10));
        T last = L.Add(one, L.Div(one, lambda));
        T first = Exp(L.Neg(put.LogStart));
        T range = L.Max(L.Sub(last, first), L.C(1e-12));
        T rootTime = L.Sqrt(put.Time);
        for (int i = 0; i < scratch.Depth.Length; i++)
        {
            T rootTau = L.Mul(rootTime, L.C(scratch.Tables.RootShare[i]));
            T spread = L.Mul(put.Volatility, rootTau);
            T speed = L.Fma(L.Sub(put.Yield, put.Rate), L.Mul(rootTau, rootTau), L.Mul(spread, L.C(2.0)));
            speed = L.Max(speed, L.Mul(spread, L.C(0.5)));
            T reached = L.Neg(OffsetFunctions<T, L>.Expm1(L.Neg(L.Div(L.Mul(speed, first), range))));
            T level = L.Fma(range, reached, first);
            T depth = L.Add(ElementaryFunctions<T, L>.LogNormal(level), put.LogStart);
            scratch.Depth[i] = L.Max(depth, L.C(0.0));
        }
    }

    private static void Flows(in AmericanPut<T> put, AmericanScratch<T> scratch)
    {
        T rateTime = L.Mul(put.Rate, put.Time);
        T yieldTime = L.Mul(put.Yield, put.Time);
        for (int at = 0; at < scratch.StrikeFlow.Length; at++)
        {
            ReadOnlySpan<double> row = Row(scratch.Tables, at);
            T share = L.C(row[2]);
            T weight = L.C(row[3]);
            scratch.StrikeFlow[at] = L.Mul(L.Mul(rateTime, weight), Exp(L.Mul(rateTime, share)));
            scratch.SpotFlow[at] = L.Mul(L.Mul(yieldTime, weight), Exp(L.Mul(yieldTime, share)));
        }
    }

    private static T Iterate(in AmericanPut<T> put, AmericanScratch<T> scratch, int i)
    {
        T one = L.C(1.0);
        T total = L.Mul(put.Volatility, L.Sqrt(put.Time));
        T perTotal = L.Div(one, total);
        T carryTime = L.Mul(L.Sub(put.Rate, put.Yield), put.Time);
        T depth = scratch.Depth[i];
        double share = scratch.Tables.RootShare[i];
        T tauCarry = L.Mul(carryTime, L.C(share * share));
        T centre = L.Add(L.Sub(put.LogStart, depth), tauCarry);
        Densities(put, centre, L.Mul(total, L.C(share)), L.Mul(perTotal, L.C(1.0 / share)), out T top, out T bottom);
        for (int k = 0; k < scratch.Tables.Inner; k++)
        {
            int at = (i * scratch.Tables.Inner) + k;
            ReadOnlySpan<double> row = Row(scratch.Tables, at);
            T there = DepthAt(row, scratch.Square);
            centre = L.Fma(carryTime, L.C(row[0] * row[0]), L.Sub(there, depth));
            Densities(
                put, centre, L.Mul(total, L.C(row[0])), L.Mul(perTotal, L.C(row[1])), out T strike, out T spot);
            top = L.Fma(scratch.StrikeFlow[at], strike, top);
            bottom = L.Fma(scratch.SpotFlow[at], spot, bottom);
        }

        T smallest = L.C(Smallest);
        T ratio = L.Div(L.Max(top, smallest), L.Max(bottom, smallest));
        ratio = L.Max(L.Min(ratio, L.C(1.0 / Smallest)), smallest);
        T logBoundary = L.Sub(ElementaryFunctions<T, L>.LogNormal(ratio), tauCarry);
        return L.Max(L.Sub(put.LogStart, logBoundary), L.C(0.0));
    }

    // Of d± = centre/s ± s/2: Φ(d−) and Φ(d+), or φ(d−)/s and Φ(d+) + φ(d+)/s.
    [MethodImpl(Inline)]
    private static void Densities(in AmericanPut<T> put, T centre, T s, T perS, out T strike, out T spot)
    {
        T half = L.Mul(s, L.C(0.5));
        T middle = L.Mul(centre, perS);
        T low = L.Sub(middle, half);
        T high = L.Add(middle, half);
        T lowDensity = Bell(low, out T lowCdf);
        T highDensity = Bell(high, out T highCdf);
        T perRoot = L.Mul(perS, L.C(InverseSqrtTwoPi));
        strike = L.SelectEqual(put.UsesSlope, L.C(1.0), L.Mul(lowDensity, perRoot), lowCdf);
        spot = L.Fma(L.Mul(highDensity, perRoot), put.UsesSlope, highCdf);
    }

    // e^(−x²/2) and Φ(x), which share it.
    [MethodImpl(Inline)]
    private static T Bell(T x, out T cdf)
    {
        T a = L.Min(L.Abs(x), L.C(ElementaryFunctions<T, L>.TailBound));
        T density = ElementaryFunctions<T, L>.ExpBounded(L.Mul(L.Mul(a, a), L.C(-0.5)));
        T tail = L.Mul(density, ElementaryFunctions<T, L>.ScaledTail(a));
        cdf = L.SelectLess(L.C(0.0), x, L.Sub(L.C(1.0), tail), tail);
        return density;
    }

    private static ReadOnlySpan<double> Row(AmericanTables tables, int at) =>
        tables.InnerRows.AsSpan(at * tables.RowLength, tables.RowLength);

    [MethodImpl(Inline)]
    private static T Exp(T x) =>
        ElementaryFunctions<T, L>.ExpBounded(L.Min(L.Max(x, L.C(-500.0)), L.C(500.0)));
}
