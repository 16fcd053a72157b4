namespace HybridGpu.Domain.Instruments;

/// <summary>What an instrument's book does with orders. Values are journaled.</summary>
/// <remarks>Expiry comes on top: from its expiry time on an instrument takes no orders in any state.</remarks>
public enum TradingState : byte
{
    /// <summary>Orders match on arrival.</summary>
    Continuous = 0,

    /// <summary>Orders are collected and may be cancelled; nothing matches.</summary>
    PreOpen = 1,

    /// <summary>As before the opening, with an indicative price; going on to continuous trading uncrosses the
    /// book.</summary>
    Auction = 2,

    /// <summary>Cancels only.</summary>
    Halt = 3,

    /// <summary>Orders match, but each must take its account out of a position.</summary>
    ReduceOnly = 4,
}
