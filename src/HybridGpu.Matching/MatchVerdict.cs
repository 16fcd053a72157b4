namespace HybridGpu.Matching;

/// <summary>What a handler decides about two orders that are about to trade; see
/// <see cref="IMatchHandler.Judge"/>.</summary>
public enum MatchVerdict : byte
{
    /// <summary>They trade.</summary>
    Fill = 0,

    /// <summary>The maker leaves the book unfilled, and matching goes on.</summary>
    DropMaker = 1,

    /// <summary>The taker trades no more and keeps what is left; in an auction it leaves the book and the others go
    /// on.</summary>
    StopTaker = 2,

    /// <summary>Both lose the lots that would have traded, without a trade; matching goes on.</summary>
    Decrement = 3,
}
