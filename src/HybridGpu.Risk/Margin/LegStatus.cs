namespace HybridGpu.Risk.Margin;

/// <summary>How well a position could be priced, and so what it costs more.</summary>
public enum LegStatus
{
    /// <summary>From its own inputs, or between two good quotes.</summary>
    Good = 0,

    /// <summary>It has expired: worth its intrinsic value, without time.</summary>
    Expired = 1,

    /// <summary>Its strike's quote is bad, or beyond the outermost good one: the volatility is the nearest quotes', and
    /// the position costs the model's share for estimates.</summary>
    VolatilityEstimated = 2,

    /// <summary>Its expiry has no forward: the index stands in for it, and the position costs the model's share for
    /// estimates.</summary>
    ForwardEstimated = 3,

    /// <summary>Its expiry is missing or has no good quote: no value is counted, a short costs the model's share for
    /// what can't be priced.</summary>
    NoVolatility = 4,

    /// <summary>Its strike isn't positive: treated as one that can't be priced.</summary>
    BadStrike = 5,

    /// <summary>Its underlying has no index: there is no margin figure for the portfolio.</summary>
    NoIndex = 6,

    /// <summary>Its quantity is no number: there is no margin figure for the portfolio.</summary>
    BadQuantity = 7,
}
