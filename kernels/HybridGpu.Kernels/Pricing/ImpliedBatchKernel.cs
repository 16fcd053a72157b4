using System;
using System.Runtime.CompilerServices;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>Implied volatilities on vectors, options side by side.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class ImpliedBatchKernel<T, L>
    where T : struct
    where L : struct, ISimdLane<T>
{
    /// <summary>All options of the columns.</summary>
    public static void Run(ImpliedVolatilityColumns columns)
    {
        int padded = Padded.Length(columns.Count);
        GridScratch.FillSigns(columns.Kind.AsSpan(0, padded), columns.Sign.AsSpan(0, padded));
        for (int i = 0; i < padded; i += L.Width)
        {
            T rate = L.Load(columns.Rate, i);
            var option = new OptionLanes<T>
            {
                Sign = L.Load(columns.Sign, i),
                Underlying = L.Load(columns.Forward, i),
                Strike = L.Load(columns.Strike, i),
                Time = L.Load(columns.TimeYears, i),
                Volatility = L.C(0.0),
                Rate = rate,
                Yield = rate,
                SpotFlag = L.C(0.0),
            };
            T volatility = ImpliedKernel<T, L>.Volatility(option, L.Load(columns.Price, i), out T found);
            T status = ImpliedKernel<T, L>.Status(option, found);
            L.Store(PricingDomain<T, L>.Kept(status, volatility), columns.Volatility, i);
            columns.Status.AsSpan(i, L.Width).Clear();
            if (L.AnyLess(L.C(0.0), status))
            {
                // The slow path borrows the signs, which are used up.
                L.Store(status, columns.Sign, i);
                Name(columns, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Name(ImpliedVolatilityColumns columns, int from)
    {
        for (int i = from; i < from + L.Width; i++)
        {
            columns.Status[i] = (PricingStatus)columns.Sign[i];
        }
    }
}
