namespace HybridGpu.Kernels;

/// <summary>What a contract pays at expiry, per unit of the underlying.</summary>
public enum PayoffKind : byte
{
    /// <summary>max(S − K, 0).</summary>
    Call = 0,

    /// <summary>max(K − S, 0).</summary>
    Put = 1,

    /// <summary>
    /// The forward itself: futures and perpetuals. Not discounted; strike, volatility and rate are ignored.
    /// </summary>
    Linear = 2,
}
