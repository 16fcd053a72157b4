namespace HybridGpu.Domain;

/// <summary>How long an order may rest.</summary>
public enum TimeInForce : byte
{
    /// <summary>Until cancelled, or until the order's expiry time, which every order has.</summary>
    GoodTillCancel = 0,

    /// <summary>Trades what it can at once; the rest is cancelled.</summary>
    ImmediateOrCancel = 1,

    /// <summary>Trades all of it at once, or nothing.</summary>
    FillOrKill = 2,
}
