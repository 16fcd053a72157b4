using System;

namespace HybridGpu.Risk.Margin.Portfolios;

/// <summary>A market as its JSON states it (docs/margin.md). Numbers may be "NaN": that is what feeds can
/// send.</summary>
internal sealed record MarketDocument(
    DateTimeOffset AsOf,
    UnderlyingRow[] Underlyings,
    AssetRow[]? Assets = null,
    DelayRow? Delays = null);

/// <summary>An underlying: index, forwards, quotes, and what some models need beside.</summary>
internal sealed record UnderlyingRow(
    string Symbol,
    double Index,
    ExpiryRow[]? Expiries = null,
    double? Perpetual = null,
    double Confidence = 1,
    double Funding8h = 0,
    double[]? Returns = null);

/// <summary>An expiry: its forward, rate and quotes.</summary>
internal sealed record ExpiryRow(
    DateTimeOffset Expiry,
    double? Forward = null,
    double Rate = 0,
    double Confidence = 1,
    QuoteRow[]? Quotes = null);

/// <summary>A strike's volatility, and its bid and ask in volatility where they are known.</summary>
internal sealed record QuoteRow(double Strike, double Volatility, double? Bid = null, double? Ask = null);

/// <summary>A collateral asset: its price, what it moves with and how much, and the peg it should hold.</summary>
internal sealed record AssetRow(
    string Asset, double Price, string? Underlying = null, double Beta = 1, double? Peg = null);

/// <summary>Measured parts of the time between a breach and its settlement, seconds.</summary>
internal sealed record DelayRow(double Detect, double Sequence, double Post, double Settle, double Finality)
{
    /// <summary>The parts in the order of their names, and their sum.</summary>
    public double Seconds() => Detect + Sequence + Post + Settle + Finality;
}
