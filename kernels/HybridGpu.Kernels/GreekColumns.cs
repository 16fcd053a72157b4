using System;

namespace HybridGpu.Kernels;

/// <summary>
/// Sensitivities per contract and lot, as integers so that sums over positions do not depend on order.
/// </summary>
/// <remarks>
/// Rounded half to even. Scales are such that a lot of 0.001 BTC or 0.01 ETH keeps six digits or more at the money.
/// At σ√T below 1e-10 the second-order figures are zero: a kink has none. Owned and reused by the caller.
/// </remarks>
public sealed class GreekColumns
{
    /// <summary>∂P/∂F in 1e-9 of the underlying.</summary>
    public readonly long[] Delta;

    /// <summary>∂²P/∂F² in 1e-15 of the underlying per USD.</summary>
    public readonly long[] Gamma;

    /// <summary>∂P/∂σ in nano-USD per volatility point (0.01).</summary>
    public readonly long[] Vega;

    /// <summary>−∂P/∂T in nano-USD per day of 1/365 year: negative when time takes value away.</summary>
    public readonly long[] Theta;

    /// <summary>∂P/∂r with the forward held, in nano-USD per 1 % of rate.</summary>
    public readonly long[] Rho;

    /// <summary>Whether a contract's numbers are good.</summary>
    public readonly ContractStatus[] Status;

    /// <summary>Allocates columns for at least so many contracts.</summary>
    public GreekColumns(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        int padded = Padded.Length(capacity);
        Delta = Padded.Pinned<long>(padded);
        Gamma = Padded.Pinned<long>(padded);
        Vega = Padded.Pinned<long>(padded);
        Theta = Padded.Pinned<long>(padded);
        Rho = Padded.Pinned<long>(padded);
        Status = Padded.Pinned<ContractStatus>(padded);
    }

    /// <summary>The most contracts that fit.</summary>
    public int Capacity => Delta.Length;
}
