using HybridGpu.Domain.Instruments;

namespace HybridGpu.Risk.Chains;

/// <summary>One listed option of a recorded chain, in the units in which it was recorded.</summary>
/// <remarks>Prices are in coin per one coin of notional, forward and index in USD. Immutable.</remarks>
public sealed record ChainRow
{
    /// <summary>Recorded name, for example BTC-27MAR26-70000-C.</summary>
    public required string Instrument { get; init; }

    /// <summary>Expiry in nanoseconds since the Unix epoch.</summary>
    public required long ExpiryNs { get; init; }

    /// <summary>Strike in micro-USD.</summary>
    public required long StrikeMicros { get; init; }

    /// <summary>Call or put.</summary>
    public required InstrumentKind Kind { get; init; }

    /// <summary>The forward named in the row, USD; seconds away from the marks.</summary>
    public required double QuotedForwardUsd { get; init; }

    /// <summary>Spot index read with the row, USD; it drifts down the file.</summary>
    public required double IndexUsd { get; init; }

    /// <summary>Best bid in coin; null when there is none.</summary>
    public double? BidCoin { get; init; }

    /// <summary>Best ask in coin; null when there is none.</summary>
    public double? AskCoin { get; init; }

    /// <summary>Mark in coin; null when not recorded.</summary>
    public double? MarkCoin { get; init; }

    /// <summary>Mark volatility as a fraction per sqrt(year): 0.65 is 65 %.</summary>
    public required double MarkVol { get; init; }

    /// <summary>Open interest in coin.</summary>
    public double OpenInterestCoin { get; init; }

    /// <summary>Volume of the last day in coin.</summary>
    public double Volume24hCoin { get; init; }

    /// <summary>Strike in USD.</summary>
    public double StrikeUsd => StrikeMicros / 1e6;
}
