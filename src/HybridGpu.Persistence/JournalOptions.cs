using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence.Journal;

namespace HybridGpu.Persistence;

/// <summary>Sizes and habits of a journal. The sizes may differ from one opening to the next.</summary>
public sealed record JournalOptions
{
    /// <summary>What a commit waits for.</summary>
    public Durability Durability { get; init; } = Durability.Sync;

    /// <summary>Bytes of a segment, a multiple of 4,096.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of the largest frame, a multiple of 4,096. A command with its payload must fit in one; a batch
    /// that does not becomes several frames.</summary>
    public int FrameBytes { get; init; } = 4 << 20;

    /// <summary>Bytes at the end of a segment that may be used only while the next segment is ready or the disk is
    /// full: the room for what is already in flight, and for cancels.</summary>
    public long ReserveBytes { get; init; } = 8L << 20;

    /// <summary>Most bytes that a commit with <see cref="Durability.Async"/> leaves unsynced: at this bound it waits
    /// for fdatasync after all.</summary>
    public long UnsyncedBytesMax { get; init; } = 32L << 20;

    /// <summary>Longest time, in ms, after which a commit with <see cref="Durability.Async"/> syncs. A venue without
    /// commits calls <see cref="JournalWriter.Flush"/> itself.</summary>
    public int UnsyncedMillisMax { get; init; } = 50;

    /// <summary>Bytes between two updates of the durable watermark in the control file by
    /// <see cref="JournalWriter.RecordWatermark"/>, beyond those when the journal rests, at opening and at
    /// closing.</summary>
    public long WatermarkBytes { get; init; } = 64L << 20;

    /// <summary>Throws where the sizes cannot work together.</summary>
    internal void Validate()
    {
        const int LeastFrame = FrameFormat.HeaderBytes + Command.WireSize;
        Require(SegmentBytes % FrameFormat.Alignment == 0, nameof(SegmentBytes), "not a multiple of 4096");
        Require(FrameBytes % FrameFormat.Alignment == 0, nameof(FrameBytes), "not a multiple of 4096");
        Require(FrameBytes is >= LeastFrame and <= FrameFormat.FrameBytesMax, nameof(FrameBytes), "out of range");
        Require(ReserveBytes >= FrameBytes, nameof(ReserveBytes), "less than one frame");
        Require(SegmentBytes >= ReserveBytes + FrameBytes, nameof(SegmentBytes), "less than a frame and the reserve");
        Require(UnsyncedBytesMax > 0, nameof(UnsyncedBytesMax), "not positive");
        Require(UnsyncedMillisMax > 0, nameof(UnsyncedMillisMax), "not positive");
        Require(WatermarkBytes > 0, nameof(WatermarkBytes), "not positive");
    }

    private static void Require(bool holds, string name, string what)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {what}.");
        }
    }
}
