namespace HybridGpu.Risk.Surfaces;

/// <summary>What a feed of surfaces has done so far, and how its expiries stood at the last refit.</summary>
/// <remarks>Counts since the start; a refit counts each expiry. Immutable.</remarks>
public sealed record SurfaceFeedReport
{
    /// <summary>Refits of all underlyings.</summary>
    public long Refits { get; init; }

    /// <summary>Slices fitted.</summary>
    public long Fits { get; init; }

    /// <summary>Expiries for which a refit gave no slice: too few quotes, or no forward.</summary>
    public long Failures { get; init; }

    /// <summary>Quotes not used because their bid lay above their ask.</summary>
    public long CrossedQuotes { get; init; }

    /// <summary>Quotes with one usable side only; the quoter's own volatility stood in where there was one.</summary>
    public long OneSidedQuotes { get; init; }

    /// <summary>Quotes with nothing usable.</summary>
    public long EmptyQuotes { get; init; }

    /// <summary>Quotes of what isn't a listed, unexpired option.</summary>
    public long StrayQuotes { get; init; }

    /// <summary>Expiries with options at the last refit.</summary>
    public int Expiries { get; init; }

    /// <summary>Of them those on an old slice.</summary>
    public int Held { get; init; }

    /// <summary>Of them those that other expiries' slices stand in for.</summary>
    public int Borrowed { get; init; }

    /// <summary>Of them those without any volatility.</summary>
    public int Missing { get; init; }

    /// <summary>Expiries that aren't on a fresh fit of their own: what an operator should see.</summary>
    public int Alerts => Held + Borrowed + Missing;

    /// <summary>Median over all slices of the fit's error within two standard deviations, vol points to a hundredth;
    /// NaN before the first.</summary>
    public double MedianErrorPoints { get; init; } = double.NaN;

    /// <summary>Median time of a refit, ms.</summary>
    public double RefitP50Ms { get; init; }

    /// <summary>99th percentile of a refit's time, ms.</summary>
    public double RefitP99Ms { get; init; }
}
