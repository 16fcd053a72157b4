using HybridGpu.Domain;

namespace HybridGpu.Matching.Tests;

/// <summary>What one step of a random stream does.</summary>
internal enum BookAction : byte
{
    /// <summary>Match, then rest what is left; in an auction rest only.</summary>
    Submit,

    /// <summary>Match and forget what is left; nothing in an auction.</summary>
    Immediate,

    /// <summary>Ask whether an order would be filled whole, and match it when it would.</summary>
    FillOrKill,

    /// <summary>Take an order out.</summary>
    Remove,

    /// <summary>Make an order smaller.</summary>
    Reduce,

    /// <summary>Take an order out and rest it again behind the others, showing what it showed.</summary>
    Requeue,

    /// <summary>Start an auction, or uncross at the indicative price and end it.</summary>
    Auction,

    /// <summary>Uncross at the step's price, whatever the indicative one is, and stay in the auction.</summary>
    UncrossAnywhere,
}

/// <summary>A step of a random stream. Its targets are ranks, so that a stream stays valid when it is
/// shrunk.</summary>
internal readonly record struct BookStep(
    BookAction Action, Side Side, int PriceTicks, int Lots, int DisplayLots, uint Account, int Pick);
