using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>Options on spots side by side, of which a batch tells price, delta and gamma.</summary>
/// <remarks>A forward is a spot with its rate as its yield.</remarks>
public abstract class SpotOptionColumns : OptionColumns
{
    /// <summary>Columns with room for so many options.</summary>
    private protected SpotOptionColumns(int capacity)
        : base(capacity)
    {
        Spot = NewColumn();
        Volatility = NewColumn();
        DividendYield = NewColumn();
        Price = NewColumn();
        Delta = NewColumn();
        Gamma = NewColumn();
    }

    /// <summary>Spot, USD.</summary>
    public double[] Spot { get; }

    /// <summary>Volatility per √year.</summary>
    public double[] Volatility { get; }

    /// <summary>What the spot pays away.</summary>
    public double[] DividendYield { get; }

    /// <summary>Output: price, USD; 0 unless the status is Ok.</summary>
    public double[] Price { get; }

    /// <summary>Output: ∂P/∂S.</summary>
    public double[] Delta { get; }

    /// <summary>Output: ∂²P/∂S², per USD.</summary>
    public double[] Gamma { get; }

    /// <summary>One vector of markets.</summary>
    internal OptionLanes<T> Load<T, L>(int index)
        where T : struct
        where L : struct, ISimdLane<T> => new()
        {
            Sign = L.Load(Sign, index),
            Underlying = L.Load(Spot, index),
            Strike = L.Load(Strike, index),
            Time = L.Load(TimeYears, index),
            Volatility = L.Load(Volatility, index),
            Rate = L.Load(Rate, index),
            Yield = L.Load(DividendYield, index),
            SpotFlag = L.C(1.0),
        };

    /// <summary>One vector of outputs. The signs of these options are used up: they carry the statuses out.</summary>
    internal void Store<T, L>(in GreekLanes<T> greeks, T status, int index)
        where T : struct
        where L : struct, ISimdLane<T>
    {
        L.Store(PricingDomain<T, L>.Kept(status, greeks.Price), Price, index);
        L.Store(PricingDomain<T, L>.Kept(status, greeks.Delta), Delta, index);
        L.Store(PricingDomain<T, L>.Kept(status, greeks.Gamma), Gamma, index);
        L.Store(status, Sign, index);
        for (int i = index; i < index + L.Width; i++)
        {
            Status[i] = (PricingStatus)Sign[i];
        }
    }
}
