namespace HybridGpu.Risk.Inputs;

/// <summary>Why encoded inputs were refused.</summary>
public enum InputsFault : byte
{
    /// <summary>They were not.</summary>
    None = 0,

    /// <summary>The length isn't what the header's counts say, or there is no whole header.</summary>
    WrongLength = 1,

    /// <summary>A version other than 1.</summary>
    UnknownVersion = 2,

    /// <summary>A kind of volatility data other than one per contract.</summary>
    UnknownVolKind = 3,

    /// <summary>More rows than the reader has room for.</summary>
    TooMany = 4,

    /// <summary>A byte that must be zero isn't.</summary>
    PaddingNotZero = 5,

    /// <summary>Rows not strictly ascending.</summary>
    NotAscending = 6,

    /// <summary>An underlying outside the domain's, or an expiry of one that has no row.</summary>
    UnknownUnderlying = 7,

    /// <summary>A contract's expiry row that isn't there.</summary>
    UnknownExpiryRow = 8,

    /// <summary>A price, range, rate or volatility outside its bounds.</summary>
    ValueOutOfRange = 9,

    /// <summary>An expiry at or before the inputs' market time.</summary>
    Expired = 10,
}
