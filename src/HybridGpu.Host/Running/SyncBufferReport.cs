namespace HybridGpu.Host.Running;

/// <summary>The sync buffer as it stands.</summary>
/// <param name="DelayS">The delays it is built on.</param>
/// <param name="Ranges">The ranges that risk epochs are published with, the buffer in them.</param>
/// <param name="RangesHeld">Ranges cut at the most that the grid can hold: there the buffer is too small.</param>
internal sealed record SyncBufferReport(SyncDelays DelayS, IReadOnlyList<PublishedRange> Ranges, int RangesHeld)
{
    /// <summary>Before anything was published.</summary>
    public static readonly SyncBufferReport None = new(SyncDelays.None, [], 0);
}
