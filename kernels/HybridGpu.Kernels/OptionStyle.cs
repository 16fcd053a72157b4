namespace HybridGpu.Kernels;

/// <summary>What kind of option, and so which formula and which fields of <see cref="OptionTerms"/> count.</summary>
public enum OptionStyle : byte
{
    /// <summary>Exercise at expiry. Black-76 on a forward, generalised Black-Scholes on a spot.</summary>
    European = 0,

    /// <summary>Exercise at any time up to expiry.</summary>
    American = 1,

    /// <summary>Pays <see cref="OptionTerms.Payout"/> at expiry when in the money.</summary>
    CashOrNothing = 2,

    /// <summary>Pays the underlying at expiry when in the money.</summary>
    AssetOrNothing = 3,

    /// <summary>In the money by <see cref="OptionTerms.Strike"/>, pays by <see cref="OptionTerms.PayoffStrike"/>.
    /// </summary>
    Gap = 4,

    /// <summary>Pays <see cref="OptionTerms.Payout"/> when the underlying first touches the strike.</summary>
    CashAtHit = 5,

    /// <summary>Comes to life when the underlying falls to the barrier.</summary>
    DownAndIn = 6,

    /// <summary>Dies when the underlying falls to the barrier.</summary>
    DownAndOut = 7,

    /// <summary>Comes to life when the underlying rises to the barrier.</summary>
    UpAndIn = 8,

    /// <summary>Dies when the underlying rises to the barrier.</summary>
    UpAndOut = 9,

    /// <summary>As <see cref="DownAndIn"/>, and once alive exercised at any time.</summary>
    AmericanDownAndIn = 10,

    /// <summary>As <see cref="DownAndOut"/>, and exercised at any time while it lives.</summary>
    AmericanDownAndOut = 11,

    /// <summary>As <see cref="UpAndIn"/>, and once alive exercised at any time.</summary>
    AmericanUpAndIn = 12,

    /// <summary>As <see cref="UpAndOut"/>, and exercised at any time while it lives.</summary>
    AmericanUpAndOut = 13,
}
