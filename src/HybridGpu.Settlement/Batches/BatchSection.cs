namespace HybridGpu.Settlement.Batches;

/// <summary>What a chunk's items are; sections follow each other in this order.</summary>
/// <remarks>Source: docs/wire.md, section 13.2.</remarks>
public enum BatchSection : byte
{
    /// <summary>Not a section.</summary>
    None = 0,

    /// <summary><see cref="BatchRecord"/>: operations, links, hashes of leaves.</summary>
    Records = 1,

    /// <summary><see cref="TouchEntry"/>: the tree's change, leaf by leaf.</summary>
    Touches = 2,

    /// <summary><see cref="PageUpdate"/>: the accounts' changes, page by page.</summary>
    Pages = 3,

    /// <summary>Signed orders; none in version 1.</summary>
    Orders = 4,

    /// <summary>The payload of each RiskEpoch record, in order.</summary>
    Inputs = 5,
}
