using System.Collections.Generic;

namespace HybridGpu.Settlement.Batches;

/// <summary>What the checker saw of one leaf.</summary>
internal sealed class ReplayTouch
{
    /// <summary>First record that wrote it.</summary>
    public int First { get; init; }

    /// <summary>Last record that wrote it.</summary>
    public int Last { get; set; }

    /// <summary>Pages that records wrote.</summary>
    public SortedSet<byte> Pages { get; } = [];
}
