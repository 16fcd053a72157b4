namespace HybridGpu.Matching;

/// <summary>
/// An order's neighbours in the queue of its price. Apart from the orders, so that the neighbours of a cancelled order
/// are written in a few hundred kilobytes that stay in cache rather than in megabytes that don't.
/// </summary>
internal struct QueueLink
{
    /// <summary>The next younger order, or none; the next free order when free.</summary>
    public int Next;

    /// <summary>The next older order, or none.</summary>
    public int Prev;
}
