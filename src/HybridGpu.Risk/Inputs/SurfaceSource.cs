namespace HybridGpu.Risk.Inputs;

/// <summary>Where an expiry's volatilities come from.</summary>
public enum SurfaceSource : byte
{
    /// <summary>From nowhere yet: options that have no volatility aren't priced.</summary>
    None = 0,

    /// <summary>From the slice fitted at the last refit.</summary>
    Fitted,

    /// <summary>From an older slice of its own: the last fit gave none.</summary>
    Held,

    /// <summary>From the slices either side, linear in total variance between them.</summary>
    Interpolated,

    /// <summary>From the nearest slice on one side, at the same volatility.</summary>
    Extrapolated,
}
