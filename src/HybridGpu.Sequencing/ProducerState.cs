using System.Runtime.InteropServices;

namespace HybridGpu.Sequencing;

/// <summary>What a single producer alone reads and writes, padded so that no consumer's reads share its
/// lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = StructBytes)]
internal struct ProducerState
{
    internal const int StructBytes = PaddedLong.PaddingBytes + (2 * sizeof(long)) + PaddedLong.PaddingBytes;

    /// <summary>The highest sequence claimed.</summary>
    [FieldOffset(PaddedLong.PaddingBytes)]
    internal long Claimed;

    /// <summary>A lower bound of the slowest consumer, so that its own line is read only once a lap or so.</summary>
    [FieldOffset(PaddedLong.PaddingBytes + sizeof(long))]
    internal long GatingCache;
}
