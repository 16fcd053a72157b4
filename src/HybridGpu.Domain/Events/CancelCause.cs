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
}
