namespace HybridGpu.Risk.Margin.Models;

/// <summary>A margin model as its JSON states it (docs/margin.md, docs/schemas/margin-model.schema.json).</summary>
internal sealed record ModelDocument(
    string Schema,
    string Name,
    [property: Bound(1, 1_000_000, "a whole number that rises with each change")] int Version,
    string Title,
    string Source,
    ModelUnits Units,
    ModelNote[] Notes,
    ScenarioPart Scenarios,
    VolatilityPart Volatility,
    AggregationPart Aggregation,
    FactorPart Factors,
    AddOn[] AddOns,
    CollateralPart Collateral,
    DegradedPart Degraded,
    SyncPart Sync,
    DampenerPart? Dampener = null,
    HistoryPart? History = null,
    DiscountPart? Discount = null,
    SkewPart? Skew = null,
    SpanPart? Span = null,
    [property: Bound(0, 1440, "minutes before expiry in which a position's part fades out")]
    double SettlementMinutes = 0);

/// <summary>The units that the numbers are in: written in the file, so that a file in percent is refused.</summary>
internal sealed record ModelUnits(string Move, string Volatility, string Money, string Time);

/// <summary>How well a part of the file is confirmed.</summary>
internal sealed record ModelNote(string Field, Confirmation Confirmation, string Text);

/// <summary>What happens to price, volatility, time, rates and single assets.</summary>
internal sealed record ScenarioPart(
    [property: Bound(0.0001, 0.99, "a fraction of the price")] PerUnderlying Range,
    GroupPart[] Groups);

/// <summary>Scenarios of one kind: each move with each state of volatility.</summary>
internal sealed record GroupPart(
    string Name,
    MoveUnit Unit,
    [property: Bound(-5, 6, "a fraction of the unit")] double[] Moves,
    string[] Volatilities,
    [property: Bound(0, 1, "a share of the P&L")] double[]? Weights = null,
    TailRule Tail = TailRule.Stated,
    GroupUse Use = GroupUse.Scan,
    bool Dampened = false,
    bool InitialOnly = false,
    [property: Bound(0, 30, "days that pass")] double Days = 0,
    [property: Bound(-1, 1, "added to the rate, per year")] double RateShift = 0,
    SkewShape Skew = SkewShape.None,
    [property: Bound(-1, 1, "a fraction of the asset's price")] AssetMoves? Assets = null,
    string[]? Only = null,
    string[]? Except = null);

/// <summary>What becomes of volatility; the shift of a state times (anchor / days)^power.</summary>
internal sealed record VolatilityPart(
    [property: Bound(1, 365, "days")] double AnchorDays,
    [property: Bound(0.01, 30, "days")] double LeastDays,
    [property: Bound(0, 1, "a power")] double ShortPower,
    [property: Bound(0, 1, "a power")] double LongPower,
    VolatilityState[] States);

/// <summary>A state of volatility: a relative shift with a floor, or points by days to expiry.</summary>
internal sealed record VolatilityState(
    string Name,
    [property: Bound(-1, 3, "a fraction of the volatility")] PerUnderlying? Shift = null,
    [property: Bound(0, 5, "a fraction per sqrt(year)")] double Floor = 0,
    TenorPoints[]? Points = null);

/// <summary>Points of volatility up to an age; the last row holds for all longer ones.</summary>
internal sealed record TenorPoints(
    [property: Bound(0, 100_000, "days to expiry")] double DaysAtMost,
    [property: Bound(-2, 2, "a fraction per sqrt(year)")] double Points);

/// <summary>How cells become one figure, and groups one sum.</summary>
internal sealed record AggregationPart(
    AggregationRule Rule,
    GroupingRule GroupBy,
    AcrossRule Across,
    [property: Bound(0, 1, "a share of a positive cell")] PerUnderlying PositiveOffset,
    [property: Bound(0, 1e15, "USD")] PerUnderlying OffsetCapUsd,
    [property: Bound(0, 0.9999, "a level, 0.975 for the worst 2.5 %")] double Level = 0,
    [property: Bound(0, 1, "the stress groups' share of the blend")] double StressShare = 0,
    [property: Bound(0, 1, "a share of a positive cell of what settles in USD")] double? DollarPositiveOffset = null,
    [property: Bound(0, 1e15, "USD, of what settles in USD")] double? DollarOffsetCapUsd = null)
{
    /// <summary>Share of a positive cell that counts.</summary>
    public double OffsetOf(string underlying, bool isCoin) =>
        isCoin ? PositiveOffset.Of(underlying) : DollarPositiveOffset ?? PositiveOffset.Of(underlying);

    /// <summary>The most of it, USD.</summary>
    public double CapUsdOf(string underlying, bool isCoin) =>
        isCoin ? OffsetCapUsd.Of(underlying) : DollarOffsetCapUsd ?? OffsetCapUsd.Of(underlying);
}

/// <summary>What the matrix is multiplied with.</summary>
internal sealed record FactorPart(
    [property: Bound(0.1, 10, "a factor")] double Initial,
    [property: Bound(0.1, 10, "a factor")] double Maintenance);

/// <summary>Haircuts by asset and chain, and whether assets move inside the scenarios.</summary>
internal sealed record CollateralPart(
    bool InsideScenarios,
    [property: Bound(0, 1, "the haircut of assets that aren't named")] double Unknown,
    HaircutPart[] Haircuts);

/// <summary>h = 1 - (1 - market)(1 - liquidity)(1 - finality)(1 - bridge) of an asset on a chain; chain "*" is any
/// other.</summary>
internal sealed record HaircutPart(
    string Asset,
    string Chain,
    [property: Bound(0, 1, "a fraction of the value")] double Market,
    [property: Bound(0, 1, "a fraction of the value")] double Liquidity,
    [property: Bound(0, 1, "a fraction of the value")] double Finality,
    [property: Bound(0, 1, "a fraction of the value")] double Bridge,
    [property: Bound(0, 1, "what IM counts of what MM counts")] double InitialScale = 1);

/// <summary>What a leg costs more whose inputs are bad, as a share of its notional.</summary>
internal sealed record DegradedPart(
    [property: Bound(0, 1, "a share of the notional")] double Estimated,
    [property: Bound(0.5, 5, "a share of the larger of index and strike")] double Unpriced);

/// <summary>The sync buffer's parameters (formulas.md, 1.13).</summary>
internal sealed record SyncPart(
    [property: Bound(0.01, 30, "days")] double HorizonDays,
    [property: Bound(0, 0.5, "a fraction of the price")] double Jump,
    [property: Bound(0.001, 0.25, "growth of the range from one revaluation to the next")] double LadderStep)
{
    /// <summary>The rule with these numbers.</summary>
    internal SyncRange Rule => new(HorizonDays, Jump, LadderStep);
}

/// <summary>Far tails: factor, and what of their loss a small book is forgiven.</summary>
internal sealed record DampenerPart(
    [property: Bound(0, 10, "a factor")] double Factor,
    [property: Bound(0, 1e12, "USD, of what settles in coin")] PerUnderlying CoinUsd,
    [property: Bound(0, 1e12, "USD, of what settles in USD")] double DollarUsd);

/// <summary>Filtered historical simulation: returns scaled by today's volatility over that day's.</summary>
internal sealed record HistoryPart(
    [property: Bound(0.5, 0.9999, "a decay by observation")] double Lambda,
    [property: Bound(20, 100_000, "observations")] int LeastObservations,
    [property: Bound(0, 1, "a fraction by observation")] double FloorVolatility,
    [property: Bound(0.01, 100, "observations")] double Horizon,
    [property: Bound(0, 10, "relative change of volatility by |move|")] double VolatilityPerMove);

/// <summary>Static discount of an expiry's shocked value (formulas.md, 1.2).</summary>
internal sealed record DiscountPart(
    [property: Bound(0, 4, "a factor")] double LongBase,
    [property: Bound(0, 10, "a multiple of the rate")] double LongRate,
    [property: Bound(0, 10, "added, per year")] double LongAdd,
    [property: Bound(0, 4, "a factor")] double ShortBase,
    [property: Bound(0, 10, "a multiple of the rate")] double ShortRate,
    [property: Bound(0, 10, "added, per year")] double ShortAdd);

/// <summary>The cap and width of skew scenarios (formulas.md, 1.2).</summary>
internal sealed record SkewPart(
    [property: Bound(0, 10, "a fraction of the volatility")] double CapBase,
    [property: Bound(-10, 10, "by sqrt(year)")] double CapSlope,
    [property: Bound(0.0001, 10, "ln(K/F)")] double LeastWidth,
    [property: Bound(0, 10, "a factor")] double WidthScale,
    [property: Bound(0, 10, "a volatility")] double WidthVolatility,
    [property: Bound(-20, 20, "by sqrt(year)")] double WidthSlope);

/// <summary>SPAN's composite delta and credits between underlyings (formulas.md, 1.9).</summary>
internal sealed record SpanPart(DeltaWeight[] CompositeDelta, SpreadCredit[] Credits);

/// <summary>Weight of the delta at a price.</summary>
internal sealed record DeltaWeight(
    [property: Bound(-3, 3, "a fraction of the range")] double Move,
    [property: Bound(0, 1, "a weight")] double Weight);

/// <summary>A spread between two underlyings: so many deltas of each, of opposite sign, earn a credit.</summary>
internal sealed record SpreadCredit(
    string Left,
    [property: Bound(0.000001, 1_000_000, "deltas")] double LeftDeltas,
    string Right,
    [property: Bound(0.000001, 1_000_000, "deltas")] double RightDeltas,
    [property: Bound(0, 1, "a share of the price risk")] double Credit);
