namespace HybridGpu.Risk.Surfaces;

/// <summary>What is wrong with an option's quote.</summary>
internal enum QuoteDefect
{
    /// <summary>Nothing, or nobody bids and asks and the quoter's own volatility stands in.</summary>
    None = 0,

    /// <summary>Bid above ask: nothing of it is used.</summary>
    Crossed,

    /// <summary>A bid or an ask only, or one that no volatility explains: the quoter's own volatility stands in, if
    /// there is one.</summary>
    OneSided,

    /// <summary>Neither side nor a volatility of the quoter's own.</summary>
    Empty,
}
