using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>European options on vectors, options side by side.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class EuropeanBatchKernel<T, L>
    where T : struct
    where L : struct, ISimdLane<T>
{
    // Options of a block: what one loop leaves for the next stays in the first-level cache.
    private const int Block = 64;

    // Doubles of an option in the block's scratch: the fields of OptionLanes and EuropeanMarket.
    private const int OptionFields = 8;
    private const int MarketFields = 9;
    private const int LineDoubles = 8;

    /// <summary>All options of the columns.</summary>
    public static void Run(EuropeanColumns columns)
    {
        int padded = Padded.Length(columns.Count);
        Flags.ToDoubles(MemoryMarshal.AsBytes(columns.Kind.AsSpan(0, padded)), columns.Sign);
        Flags.ToDoubles(MemoryMarshal.AsBytes(columns.IsForward.AsSpan(0, padded)), columns.SpotFlag);
        columns.Status.AsSpan(0, padded).Clear();
        Span<double> raw = stackalloc double[((OptionFields + MarketFields) * Block) + LineDoubles];
        Span<double> scratch = raw[ToLine(raw)..];
        Span<OptionLanes<T>> options =
            MemoryMarshal.Cast<double, OptionLanes<T>>(scratch[..(OptionFields * Block)]);
        Span<EuropeanMarket<T>> markets =
            MemoryMarshal.Cast<double, EuropeanMarket<T>>(scratch.Slice(OptionFields * Block, MarketFields * Block));
        for (int from = 0; from < padded; from += Block)
        {
            int steps = Math.Min(Block, padded - from) / L.Width;
            T worst = Load(columns, from, options[..steps]);
            Markets(options[..steps], markets);
            Outputs(columns, from, options[..steps], markets);
            if (L.AnyLess(L.C(0.0), worst))
            {
                Refuse(columns, from, from + (steps * L.Width));
            }
        }
    }

    // The signs are used up here, and carry the statuses from here on. Returns the largest of each lane.
    private static T Load(EuropeanColumns columns, int from, Span<OptionLanes<T>> options)
    {
        Span<T> kind = Vectors(columns.Sign, from);
        ReadOnlySpan<T> forward = Vectors(columns.SpotFlag, from);
        ReadOnlySpan<T> underlying = Vectors(columns.Underlying, from);
        ReadOnlySpan<T> strike = Vectors(columns.Strike, from);
        ReadOnlySpan<T> time = Vectors(columns.TimeYears, from);
        ReadOnlySpan<T> volatility = Vectors(columns.Volatility, from);
        ReadOnlySpan<T> rate = Vectors(columns.Rate, from);
        ReadOnlySpan<T> yield = Vectors(columns.DividendYield, from);
        T one = L.C(1.0);
        T worst = L.C(0.0);
        for (int i = 0; i < options.Length; i++)
        {
            ref OptionLanes<T> option = ref options[i];

            // A kind that is neither call nor put gets no ±1.
            option.Sign = L.NegFma(kind[i], L.C(2.0), one);
            option.Underlying = underlying[i];
            option.Strike = strike[i];
            option.Time = time[i];
            option.Volatility = volatility[i];
            option.Rate = rate[i];
            option.Yield = L.SelectEqual(forward[i], one, rate[i], yield[i]);
            option.SpotFlag = L.Sub(one, forward[i]);
            T status = PricingDomain<T, L>.StatusOf(option, 0.0);
            status = L.SelectEqual(L.Abs(option.Sign), one, status, L.C((double)PricingStatus.BadStyle));
            kind[i] = status;
            worst = L.Max(worst, status);
        }

        return worst;
    }

    private static void Markets(ReadOnlySpan<OptionLanes<T>> options, Span<EuropeanMarket<T>> markets)
    {
        for (int i = 0; i < options.Length; i++)
        {
            EuropeanFormula<T, L>.Market(options[i], out markets[i]);
        }
    }

    private static void Outputs(
        EuropeanColumns columns, int from, ReadOnlySpan<OptionLanes<T>> options,
        ReadOnlySpan<EuropeanMarket<T>> markets)
    {
        // Outside the loop, so that nothing is cleared at every step.
        GreekLanes<T> greeks = default;
        Span<T> price = Vectors(columns.Price, from);
        Span<T> delta = Vectors(columns.Delta, from);
        Span<T> gamma = Vectors(columns.Gamma, from);
        Span<T> vega = Vectors(columns.Vega, from);
        Span<T> theta = Vectors(columns.Theta, from);
        Span<T> rho = Vectors(columns.Rho, from);
        Span<T> vanna = Vectors(columns.Vanna, from);
        Span<T> volga = Vectors(columns.Volga, from);
        Span<T> charm = Vectors(columns.Charm, from);
        for (int i = 0; i < options.Length; i++)
        {
            EuropeanFormula<T, L>.Outputs(options[i], markets[i], out greeks);
            price[i] = greeks.Price;
            delta[i] = greeks.Delta;
            gamma[i] = greeks.Gamma;
            vega[i] = greeks.Vega;
            theta[i] = greeks.Theta;
            rho[i] = greeks.Rho;
            vanna[i] = greeks.Vanna;
            volga[i] = greeks.Volga;
            charm[i] = greeks.Charm;
        }
    }

    // Doubles to skip until a cache line begins. The stack doesn't move, and is where chance has put it: across lines,
    // every access to the scratch would be two.
    private static int ToLine(Span<double> stack)
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<double>(), ref MemoryMarshal.GetReference(stack));
        return (int)(-(address / sizeof(double)) & (LineDoubles - 1));
    }

    private static Span<T> Vectors(double[] column, int from) => MemoryMarshal.Cast<double, T>(column.AsSpan(from));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(EuropeanColumns columns, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            columns.Status[i] = (PricingStatus)columns.Sign[i];
            if (columns.Status[i] != PricingStatus.Ok)
            {
                columns.Price[i] = 0.0;
                columns.Delta[i] = 0.0;
                columns.Gamma[i] = 0.0;
                columns.Vega[i] = 0.0;
                columns.Theta[i] = 0.0;
                columns.Rho[i] = 0.0;
                columns.Vanna[i] = 0.0;
                columns.Volga[i] = 0.0;
                columns.Charm[i] = 0.0;
            }
        }
    }
}
