namespace HybridGpu.Risk.Arrays;

/// <summary>Why a contract was left out of an epoch.</summary>
public enum BadContractReason : byte
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The catalogue doesn't list it.</summary>
    NotListed = 1,

    /// <summary>Its terms name another underlying or expiry than the inputs do.</summary>
    TermsDisagree = 2,

    /// <summary>An option without volatility.</summary>
    NoVol = 3,

    /// <summary>The kernel refused the numbers.</summary>
    KernelInput = 4,

    /// <summary>Mark or cells don't fit their integers: the price has outgrown the lot.</summary>
    Saturated = 5,
}
