namespace HybridGpu.Domain;

/// <summary>How a taker's lots are divided among the makers of one price. Better prices always trade first. Values are
/// journaled.</summary>
/// <remarks>
/// The two pro-rata ways divide only when the taker takes less than all that the price shows. Each maker is due a share
/// of the taker's lots, rounded down, and the shares are traded oldest maker first; what rounding, lowered lots and
/// orders that left in between leave over goes to the makers in time order. A price is divided once a taker, unless
/// the taker took all that it showed and icebergs showed more.
/// </remarks>
public enum MatchAllocation : byte
{
    /// <summary>The oldest maker first.</summary>
    PriceTime = 0,

    /// <summary>Shares in proportion to shown lots.</summary>
    ProRata = 1,

    /// <summary>
    /// Shares in proportion to shown lots times (makers at the price - rank), where the oldest has rank 0; at most what
    /// the maker shows. Of two makers of one size the older gets more.
    /// </summary>
    TimeProRata = 2,
}
