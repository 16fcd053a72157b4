using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>A coefficient that depends on volatility and rate, with the derivatives that the Greeks need.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
internal struct Sloped<T>
    where T : struct
{
    /// <summary>The coefficient.</summary>
    public T Value;

    /// <summary>∂/∂σ.</summary>
    public T PerVol;

    /// <summary>∂²/∂σ².</summary>
    public T PerVolVol;

    /// <summary>∂/∂r.</summary>
    public T PerRate;

    /// <summary>factor·this + other.</summary>
    public readonly Sloped<T> Fma<L>(T factor, in Sloped<T> other)
        where L : struct, ILane<T> => new()
        {
            Value = L.Fma(factor, Value, other.Value),
            PerVol = L.Fma(factor, PerVol, other.PerVol),
            PerVolVol = L.Fma(factor, PerVolVol, other.PerVolVol),
            PerRate = L.Fma(factor, PerRate, other.PerRate),
        };

    /// <summary>This plus a constant.</summary>
    public readonly Sloped<T> Plus<L>(T constant)
        where L : struct, ILane<T>
    {
        Sloped<T> sum = this;
        sum.Value = L.Add(Value, constant);
        return sum;
    }
}
