namespace HybridGpu.Domain.Events;

/// <summary>How an order came to be cancelled.</summary>
public enum CancelCause : byte
{
    /// <summary>Not a cancel.</summary>
    None = 0,

    /// <summary>By its owner's request.</summary>
    Requested = 1,

    /// <summary>The rest of an immediate-or-cancel order.</summary>
    ImmediateOrCancel = 2,

    /// <summary>A newer quote or a higher nonce took its place.</summary>
    Replaced = 3,

    /// <summary>Its expiry time, or its instrument's, has come.</summary>
    Expired = 4,

    /// <summary>The maker's margin no longer covered the fill.</summary>
    MarginCheck = 5,

    /// <summary>It would have traded with an order of the same trader.</summary>
    SelfTrade = 6,

    /// <summary>The protection of its quote group tripped.</summary>
    QuoteProtection = 7,

    /// <summary>A kill switch was engaged.</summary>
    KillSwitch = 8,

    /// <summary>By a mass cancel.</summary>
    MassCancel = 9,

    /// <summary>It couldn't be filled whole.</summary>
    FillOrKill = 10,

    /// <summary>Reduce-only, and nothing is left to reduce.</summary>
    ReduceOnly = 11,

    /// <summary>A stop that was refused when it was set off; the reason says why.</summary>
    StopRefused = 12,

    /// <summary>A combo trade whose price no prices of its legs make up.</summary>
    NoLegPrices = 13,

    /// <summary>Its instrument was delisted.</summary>
    Delisted = 14,
}
