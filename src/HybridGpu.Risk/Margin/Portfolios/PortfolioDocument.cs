using System;

namespace HybridGpu.Risk.Margin.Portfolios;

/// <summary>A portfolio as its JSON states it (docs/margin.md).</summary>
internal sealed record PortfolioDocument(
    string Account,
    PositionRow[] Positions,
    HoldingRow[]? Collateral = null,
    ReserveRow? Reserves = null);

/// <summary>A position. Quantity is signed, in units of the underlying.</summary>
internal sealed record PositionRow(
    string Underlying,
    ProductKind Kind,
    double Quantity,
    Settlement Settlement = Settlement.Usd,
    DateTimeOffset? Expiry = null,
    double? Strike = null);

/// <summary>An amount of an asset on a chain.</summary>
internal sealed record HoldingRow(string Asset, string Chain, double Amount);

/// <summary>What the venue holds back for orders, protection and spot, USD: added to IM.</summary>
internal sealed record ReserveRow(double OpenOrders = 0, double MarketMakerProtection = 0, double Spot = 0);

/// <summary>What a position is in.</summary>
internal enum ProductKind
{
    /// <summary>An option to buy.</summary>
    Call,

    /// <summary>An option to sell.</summary>
    Put,

    /// <summary>A future.</summary>
    Future,

    /// <summary>A perpetual.</summary>
    Perpetual,
}

/// <summary>What a product pays in.</summary>
internal enum Settlement
{
    /// <summary>USD: linear.</summary>
    Usd,

    /// <summary>The underlying's own coin: inverse.</summary>
    Coin,
}
