namespace HybridGpu.Risk.Margin.Models;

/// <summary>What a move is a fraction of.</summary>
internal enum MoveUnit
{
    /// <summary>The underlying's price range.</summary>
    Range,

    /// <summary>The underlying's price.</summary>
    Spot,
}

/// <summary>How a scenario's weight comes about.</summary>
internal enum TailRule
{
    /// <summary>As stated, 1 where nothing is.</summary>
    Stated,

    /// <summary>f x R / |move|; what is settled in coin is brought to the price at the range's edge.</summary>
    RangeOverMove,
}

/// <summary>What a group of scenarios is for.</summary>
internal enum GroupUse
{
    /// <summary>Its cells compete for the worst.</summary>
    Scan,

    /// <summary>Only an add-on that names it looks at it.</summary>
    AddOn,

    /// <summary>The worst of it is blended with the history's figure.</summary>
    Stress,
}

/// <summary>How wings of the smile move.</summary>
internal enum SkewShape
{
    /// <summary>Not.</summary>
    None,

    /// <summary>By the sign of ln(K/F): one wing up, the other down.</summary>
    Linear,

    /// <summary>By |ln(K/F)|: both wings up.</summary>
    Abs,
}

/// <summary>How cells become one figure.</summary>
internal enum AggregationRule
{
    /// <summary>The worst cell, not below zero.</summary>
    Worst,

    /// <summary>The sum of each expiry's worst cell.</summary>
    PerExpiryWorst,

    /// <summary>The mean of the worst share of the history.</summary>
    ExpectedShortfall,

    /// <summary>The loss at a level of the history.</summary>
    Quantile,
}

/// <summary>How risk groups add up.</summary>
internal enum AcrossRule
{
    /// <summary>Each group's figure is added.</summary>
    Sum,

    /// <summary>Cells of one scenario are added over the groups first.</summary>
    Net,
}

/// <summary>What belongs to one risk group.</summary>
internal enum GroupingRule
{
    /// <summary>All of an underlying, in USD.</summary>
    Underlying,

    /// <summary>All of an underlying that settles in one currency, in that currency.</summary>
    Settlement,
}

/// <summary>Where an add-on enters.</summary>
internal enum Stage
{
    /// <summary>It competes with the worst scenario: the larger counts.</summary>
    Scan,

    /// <summary>Added to the scan, inside the IM and MM factors.</summary>
    Matrix,

    /// <summary>The matrix is at least this, inside the factors.</summary>
    Floor,

    /// <summary>Added behind the factors.</summary>
    After,
}

/// <summary>How well a parameter is confirmed.</summary>
internal enum Confirmation
{
    /// <summary>Computed again against published numbers.</summary>
    Recomputed,

    /// <summary>Read in source code or a whole document.</summary>
    Read,

    /// <summary>Read in an excerpt.</summary>
    Excerpt,

    /// <summary>Not confirmed: check before relying on it.</summary>
    Unconfirmed,

    /// <summary>Our own choice.</summary>
    Own,
}
