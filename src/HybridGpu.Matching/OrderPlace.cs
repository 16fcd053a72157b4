namespace HybridGpu.Matching;

/// <summary>Where an order of the pool is. Memory that was never given out is zero, and thereby free.</summary>
internal enum OrderPlace : byte
{
    /// <summary>Nowhere: the handle may not be used.</summary>
    Free = 0,

    /// <summary>Allocated, in no book.</summary>
    Loose = 1,

    /// <summary>Resting in a book.</summary>
    Book = 2,
}
