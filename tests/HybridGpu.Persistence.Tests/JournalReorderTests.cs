namespace HybridGpu.Persistence.Tests;

/// <summary>A disk that writes unsynced blocks in an order of its own, and one that damages what was synced.</summary>
public sealed class JournalReorderTests
{
    private const string First = "journal-00000000000000000001.seg";
    private const int DurableFrames = 3;
    private const int LooseFrames = 6;
    private const int FrameCommands = 4;

    [Test]
    public void Any_set_of_unsynced_frames_missing_is_a_torn_tail_and_never_damage()
    {
        MemoryDisk disk = WithLooseFrames();
        for (int kept = 0; kept < 1 << LooseFrames; kept++)
        {
            MemoryDisk after = Without(disk, kept);
            int whole = DurableFrames + System.Numerics.BitOperations.TrailingZeroCount(~kept);
            using JournalWriter writer = JournalWriter.Open(after, TestJournal.Small);
            Assert.That(
                writer.Recovery.LastSequence, Is.EqualTo((ulong)(whole * FrameCommands)), $"kept {kept:b}");
            TestJournal.AppendBatch(writer, 1);
            Assert.That(TestJournal.ReadAll(after), Is.EqualTo(writer.DurableSequence), $"kept {kept:b}");
        }
    }

    [Test]
    public void A_damaged_acknowledged_frame_is_never_a_torn_tail_whatever_became_of_those_behind()
    {
        MemoryDisk disk = WithLooseFrames();
        for (int frame = 0; frame < DurableFrames; frame++)
        {
            for (int kept = 0; kept < 1 << LooseFrames; kept++)
            {
                MemoryDisk after = Without(disk, kept);
                after.Bytes(First)[(frame * 4096) + 200] ^= 0x10;
                var e = Assert.Throws<JournalDamagedException>(() => JournalWriter.Open(after, TestJournal.Small));
                Assert.That(e!.Offset, Is.EqualTo(frame * 4096), $"frame {frame}, kept {kept:b}");
                Assert.That(e.Sequence, Is.EqualTo((ulong)((frame * FrameCommands) + 1)));
            }
        }
    }

    [Test]
    public void The_very_last_acknowledged_frame_is_proven_by_the_control_file_once_the_journal_rests()
    {
        MemoryDisk disk = new();
        using JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
        TestJournal.AppendBatch(writer, FrameCommands);
        writer.RecordWatermark();
        writer.RecordWatermark();
        MemoryDisk after = disk.Copy();
        after.Bytes(First)[200] ^= 0x10;
        Assert.That(() => JournalWriter.Open(after, TestJournal.Small), Throws.TypeOf<JournalDamagedException>());
    }

    /// <summary>Three durable frames, known to be, and six that only the page cache has.</summary>
    private static MemoryDisk WithLooseFrames()
    {
        var disk = new MemoryDisk();
        using JournalWriter writer = JournalWriter.Open(
            disk, TestJournal.Small with { Durability = Durability.Async, UnsyncedBytesMax = 1 << 30 });
        for (int i = 0; i < DurableFrames + LooseFrames; i++)
        {
            TestJournal.AppendBatch(writer, FrameCommands);
            if (i == DurableFrames - 1)
            {
                writer.Flush();
                writer.RecordWatermark();
                writer.RecordWatermark();
            }
        }

        return disk.Copy();
    }

    private static MemoryDisk Without(MemoryDisk disk, int kept)
    {
        MemoryDisk after = disk.Copy();
        for (int i = 0; i < LooseFrames; i++)
        {
            if ((kept >> i & 1) == 0)
            {
                after.Bytes(First).AsSpan((DurableFrames + i) * 4096, 4096).Clear();
            }
        }

        return after;
    }
}
