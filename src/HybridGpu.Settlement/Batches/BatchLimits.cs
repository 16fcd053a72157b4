namespace HybridGpu.Settlement.Batches;

/// <summary>How large a batch may become.</summary>
public static class BatchLimits
{
    /// <summary>Records of a batch: the format's limit.</summary>
    public const int RecordsMax = 4096;

    /// <summary>Bytes of a chunk: the format's limit.</summary>
    public const int ChunkBytesMax = 120_000;

    /// <summary>Bytes of one item, so that it fits a chunk with its length before it.</summary>
    public const int ItemBytesMax = ChunkBytesMax - FrameBytes;

    /// <summary>Bytes of the length before an item.</summary>
    public const int FrameBytes = 3;

    /// <summary>Bytes posted from which on a batch counts as full: about 20 chunks, so that posting one takes as many
    /// transactions at most and a few more.</summary>
    public const int PostedBytesFull = 20 * ChunkBytesMax;

    /// <summary>Chunks of a batch that is read from chain or disk, so that bad input can't fill memory.</summary>
    public const int ChunksMax = 256;
}
