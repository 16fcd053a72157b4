namespace HybridGpu.Host.Match;

/// <summary>Why a well-formed command changed nothing.</summary>
internal enum Refusal
{
    /// <summary>It wasn't refused.</summary>
    None,

    /// <summary>No order of that id rests: never there, filled, or gone.</summary>
    UnknownOrder,

    /// <summary>An order of that id rests already.</summary>
    DuplicateId,

    /// <summary>The order rests in the book of another instrument.</summary>
    OtherInstrument,

    /// <summary>A post-only order that would trade.</summary>
    WouldTrade,

    /// <summary>A fill-or-kill order for which there is too little within its limit.</summary>
    NotEnough,

    /// <summary>A reduction by more than is open.</summary>
    MoreThanOpen,

    /// <summary>The book or the pool of orders is full.</summary>
    BookFull,

    /// <summary>A quantity with which all that was ever ordered would exceed 2^62 units, so that sums could
    /// overflow, or the price -2^63, which has no negative.</summary>
    OutOfRange,
}
