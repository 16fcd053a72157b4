namespace HybridGpu.Risk.Surfaces;

/// <summary>How an expiry of a surface came about, or why it has no slice.</summary>
public enum SurfaceStatus
{
    /// <summary>Not fitted.</summary>
    None = 0,

    /// <summary>Raw SVI by least squares alone, which came out free of arbitrage.</summary>
    Svi,

    /// <summary>Raw SVI held free of arbitrage by penalties, or drawn towards the eSSVI slice.</summary>
    SviRepaired,

    /// <summary>eSSVI: too few quotes for five parameters, or no free SVI slice that fits better.</summary>
    Essvi,

    /// <summary>The earlier expiry's total variance, flat where there is none: the quotes lie so that nothing better is
    /// free of arbitrage.</summary>
    Carried,

    /// <summary>No slice: fewer usable quotes than three.</summary>
    TooFewQuotes,

    /// <summary>No slice: time to expiry is not a positive number of years up to a hundred.</summary>
    BadTime,

    /// <summary>No slice: the forward is missing or not a positive price.</summary>
    BadForward,

    /// <summary>No slice: the expiry does not come after the one added before.</summary>
    OutOfOrder,

    /// <summary>No slice: the surface has as many expiries as it can.</summary>
    TooManyExpiries,
}
