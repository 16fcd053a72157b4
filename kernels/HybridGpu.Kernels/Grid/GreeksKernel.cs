using System;
using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Grid;

/// <summary>Greeks on vectors, contracts side by side.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class GreeksKernel<T, L>
    where T : struct
    where L : struct, ISimdLane<T>
{
    /// <summary>
    /// Greeks of contracts [from, to), both multiples of the padding. Hot path: budget 6.7 ns a contract.
    /// </summary>
    public static void Run(
        ContractColumns contracts, GridScratch scratch, GreekColumns result, int from, int to)
    {
        GridScratch.FillSigns(contracts.Kind.AsSpan(from, to - from), scratch.Sign.AsSpan(from, to - from));
        for (int i = from; i < to; i += L.Width)
        {
            T sign = L.Load(scratch.Sign, i);
            T forward = L.Load(contracts.Forward, i);
            T strike = L.Load(contracts.Strike, i);
            T time = L.Load(contracts.TimeYears, i);
            T volatility = L.Load(contracts.Volatility, i);
            T rate = L.Load(contracts.Rate, i);
            T lotScale = L.Load(contracts.LotScale, i);
            T discount = L.C(1.0);
            if (L.AnyLess(L.C(0.0), L.Abs(rate)))
            {
                discount = Pricing.Black76<T, L>.Discount(rate, time);
            }

            GridMath<T, L>.LotGreeks(
                sign, forward, strike, time, volatility, rate, discount, lotScale,
                out T delta, out T gamma, out T vega, out T theta, out T rho);
            T peak = L.Max(L.Max(L.Abs(delta), L.Abs(gamma)), L.Max(L.Abs(vega), L.Abs(theta)));
            peak = L.Max(peak, L.Abs(rho));
            L.StoreInt64(Quantise(delta), result.Delta, i);
            L.StoreInt64(Quantise(gamma), result.Gamma, i);
            L.StoreInt64(Quantise(vega), result.Vega, i);
            L.StoreInt64(Quantise(theta), result.Theta, i);
            L.StoreInt64(Quantise(rho), result.Rho, i);
            result.Status.AsSpan(i, L.Width).Clear();
            T valid = GridMath<T, L>.ContractValid(sign, forward, strike, time, volatility, rate, lotScale);

            // One unit below the bound is a safe trigger: the slow path looks at the integers themselves.
            if (L.AnyLess(valid, L.C(1.0)) || L.AnyLess(L.C(KernelLimits.LongBound - 1.0), peak))
            {
                L.Store(valid, scratch.Valid, i);
                Repair(scratch, result, i, L.Width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quantise(T value) => Quantiser<T, L>.RoundHalfEven(value, KernelLimits.LongBound);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Repair(GridScratch scratch, GreekColumns result, int from, int count)
    {
        for (int c = from; c < from + count; c++)
        {
            if (scratch.Valid[c] != 1.0)
            {
                GridStatus.MarkBad(result, c);
            }
            else
            {
                result.Status[c] = GridStatus.OfGreeks(result, c);
            }
        }
    }
}
