namespace HybridGpu.Persistence.Journal;

/// <summary>What stands where a frame could.</summary>
internal enum FrameCheck
{
    /// <summary>A frame, whole in itself.</summary>
    Whole,

    /// <summary>Something else: the end, a torn write, or damage.</summary>
    Broken,

    /// <summary>A frame with a valid hash and a version or kind from another build.</summary>
    Foreign,
}
