namespace HybridGpu.Risk.Margin;

/// <summary>How far a margin report can be relied on.</summary>
public enum MarginStatus
{
    /// <summary>All positions were priced from their own inputs.</summary>
    Complete = 0,

    /// <summary>Some position, asset, peg, funding rate or return has bad inputs; the margin is wider for it, or the
    /// asset or day isn't counted.</summary>
    Widened = 1,

    /// <summary>There is no figure: a position has no index or no quantity, what is owed has no price, or the model
    /// needs
    /// a history that the market lacks.</summary>
    Undefined = 2,
}
