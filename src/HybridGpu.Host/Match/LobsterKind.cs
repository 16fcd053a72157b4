namespace HybridGpu.Host.Match;

/// <summary>Types of LOBSTER messages; the values are LOBSTER's own.</summary>
internal enum LobsterKind
{
    /// <summary>A new limit order rests.</summary>
    New = 1,

    /// <summary>An order becomes smaller by the size.</summary>
    PartialCancel = 2,

    /// <summary>An order leaves the book.</summary>
    Delete = 3,

    /// <summary>A visible order trades the size.</summary>
    VisibleExecution = 4,

    /// <summary>A hidden order trades: the book doesn't change.</summary>
    HiddenExecution = 5,

    /// <summary>An auction trades: the book doesn't change.</summary>
    CrossTrade = 6,

    /// <summary>Trading is halted or resumed: the book doesn't change.</summary>
    Halt = 7,
}
