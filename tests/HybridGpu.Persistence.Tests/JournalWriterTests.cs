using HybridGpu.Domain.Commands;

namespace HybridGpu.Persistence.Tests;

/// <summary>What a writer promises while nothing fails, and when the disk is full.</summary>
public sealed class JournalWriterTests
{
    [Test]
    public void Commands_over_several_segments_read_back_as_written()
    {
        string directory = NewDirectory();
        try
        {
            ulong last;
            using (JournalWriter writer = JournalWriter.Open(directory, TestJournal.Small))
            {
                for (int batch = 1; batch < 60; batch++)
                {
                    TestJournal.AppendBatch(writer, batch);
                    Assert.That(writer.DurableSequence, Is.EqualTo(writer.NextSequence - 1));
                }

                last = writer.DurableSequence;
            }

            Assert.That(Directory.GetFiles(directory, "*.seg"), Has.Length.GreaterThan(5));
            Assert.That(TestJournal.ReadAll(new Files.DirectoryFileSystem(directory)), Is.EqualTo(last));
            using JournalWriter again = JournalWriter.Open(directory, TestJournal.Small);
            Assert.That(again.Recovery.LastSequence, Is.EqualTo(last));
            Assert.That(again.Recovery.Watermark, Is.EqualTo(last));
            Assert.That(again.Term, Is.EqualTo(2));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void An_empty_directory_becomes_an_empty_journal()
    {
        string directory = NewDirectory();
        try
        {
            using (JournalWriter writer = JournalWriter.Open(directory, TestJournal.Small))
            {
                Assert.That(writer.NextSequence, Is.EqualTo(1));
                Assert.That(writer.Term, Is.EqualTo(1));
                Assert.That(writer.Recovery, Is.EqualTo(new RecoveryReport(0, 0, 1, 0)));
                writer.Commit();
            }

            Assert.That(TestJournal.ReadAll(new Files.DirectoryFileSystem(directory)), Is.Zero);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void A_second_writer_on_the_directory_is_refused_until_the_first_has_closed()
    {
        string directory = NewDirectory();
        try
        {
            using (JournalWriter writer = JournalWriter.Open(directory, TestJournal.Small))
            {
                Assert.That(
                    () => JournalWriter.Open(directory, TestJournal.Small), Throws.TypeOf<JournalLockedException>());
                TestJournal.AppendBatch(writer, 1);
            }

            using JournalWriter second = JournalWriter.Open(directory, TestJournal.Small);
            Assert.That(second.NextSequence, Is.EqualTo(2));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void A_directory_that_is_made_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("There are no modes on Windows: files inherit the folder's access list.");
            return;
        }

        string directory = NewDirectory();
        try
        {
            string journal = Path.Combine(directory, "journal");
            JournalWriter.Open(journal, TestJournal.Small).Dispose();

            Assert.That(
                File.GetUnixFileMode(journal),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void Reopening_continues_chain_and_term()
    {
        var disk = new MemoryDisk();
        for (ulong term = 1; term <= 20; term++)
        {
            using JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
            Assert.That(writer.Term, Is.EqualTo(term));
            Assert.That(writer.NextSequence, Is.EqualTo(((term - 1) * 7) + 1));
            TestJournal.AppendBatch(writer, 7);
        }

        Assert.That(TestJournal.ReadAll(disk), Is.EqualTo(140));
    }

    [Test]
    public void A_gap_or_a_wrong_payload_length_is_a_programmer_error_and_changes_nothing()
    {
        using JournalWriter writer = JournalWriter.Open(new MemoryDisk(), TestJournal.Small);
        Command command = Command.Of(CommandKind.Clock);
        command.Header.Sequence = 2;
        Assert.That(() => writer.Append(in command, default), Throws.ArgumentException);
        command.Header.Sequence = 1;
        Assert.That(() => writer.Append(in command, new byte[1]), Throws.ArgumentException);
        byte[] large = new byte[TestJournal.Small.FrameBytes - 80 - 192 + 1];
        command.Header.PayloadLength = (uint)large.Length;
        Assert.That(() => writer.Append(in command, large), Throws.ArgumentException);
        command.Header.PayloadLength--;
        Assert.That(writer.Append(in command, large.AsSpan(1)), Is.EqualTo(JournalStatus.Ok));
        writer.Commit();
        Assert.That(writer.DurableSequence, Is.EqualTo(1));
    }

    [Test]
    public void What_was_appended_but_not_committed_is_dropped_at_closing()
    {
        var disk = new MemoryDisk();
        using (JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small))
        {
            TestJournal.AppendBatch(writer, 2);
            _ = TestJournal.Append(writer);
            Assert.That(writer.WrittenSequence, Is.EqualTo(2));
        }

        Assert.That(TestJournal.ReadAll(disk), Is.EqualTo(2));
    }

    [Test]
    public void A_batch_over_several_frames_and_a_new_segment_is_acknowledged_whole_or_not_at_all()
    {
        using JournalWriter writer = JournalWriter.Open(new MemoryDisk(), TestJournal.Small);
        for (int i = 0; i < 300; i++)
        {
            Assert.That(TestJournal.Append(writer), Is.EqualTo(JournalStatus.Ok));
            writer.Flush();
            Assert.That((writer.WrittenSequence, writer.DurableSequence), Is.EqualTo((0UL, 0UL)));
        }

        writer.Commit();
        Assert.That((writer.WrittenSequence, writer.DurableSequence), Is.EqualTo((300UL, 300UL)));
    }

    [Test]
    public void An_asynchronous_commit_says_written_at_once_and_durable_only_after_a_flush()
    {
        var disk = new MemoryDisk();
        using JournalWriter writer = JournalWriter.Open(
            disk, TestJournal.Small with { Durability = Durability.Async, UnsyncedBytesMax = 3 * 4096 });
        TestJournal.AppendBatch(writer, 2);
        Assert.That((writer.WrittenSequence, writer.DurableSequence), Is.EqualTo((2UL, 0UL)));
        writer.Flush();
        Assert.That((writer.WrittenSequence, writer.DurableSequence), Is.EqualTo((2UL, 2UL)));
        TestJournal.AppendBatch(writer, 1);
        TestJournal.AppendBatch(writer, 1);
        Assert.That(writer.DurableSequence, Is.EqualTo(2));
        TestJournal.AppendBatch(writer, 1);
        Assert.That(writer.DurableSequence, Is.EqualTo(5), "the bound of unsynced bytes was reached");
    }

    [Test]
    public void The_watermark_is_recorded_once_the_journal_rests_or_enough_has_become_durable()
    {
        var disk = new MemoryDisk();
        using JournalWriter writer = JournalWriter.Open(
            disk, TestJournal.Small with { WatermarkBytes = 3 * 4096, SegmentBytes = 64 * 4096 });
        TestJournal.AppendBatch(writer, 1);
        writer.RecordWatermark();
        Assert.That(Recorded(disk), Is.Zero, "it was busy, and wrote one page");
        writer.RecordWatermark();
        Assert.That(Recorded(disk), Is.EqualTo(1), "it rested");
        for (ulong i = 2; i <= 4; i++)
        {
            TestJournal.AppendBatch(writer, 1);
            writer.RecordWatermark();
            Assert.That(Recorded(disk), Is.EqualTo(i < 4 ? 1UL : 4UL), $"after frame {i}");
        }

        int steps = disk.StepCount;
        writer.RecordWatermark();
        Assert.That(disk.StepCount, Is.EqualTo(steps), "nothing to say, nothing written");

        static ulong Recorded(MemoryDisk disk) => Journal.ControlFile.ReadWatermark(disk);
    }

    [Test]
    public void With_a_full_disk_the_reserve_takes_what_comes_then_appends_answer_so_and_room_heals_it()
    {
        var disk = new MemoryDisk();
        using JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
        disk.IsFull = true;
        int segmentFrames = (int)(TestJournal.Small.SegmentBytes / 4096);
        int reserveFrames = (int)(TestJournal.Small.ReserveBytes / 4096);
        for (int i = 1; i <= segmentFrames; i++)
        {
            TestJournal.AppendBatch(writer, 1);
            JournalStatus expected = i > segmentFrames - reserveFrames ? JournalStatus.DiskFull : JournalStatus.Ok;
            Assert.That(writer.Status, Is.EqualTo(expected), $"after frame {i}");
            Assert.That(writer.DurableSequence, Is.EqualTo((ulong)i));
        }

        Assert.That(TestJournal.Append(writer), Is.EqualTo(JournalStatus.DiskFull));
        Assert.That(writer.NextSequence, Is.EqualTo((ulong)segmentFrames + 1));
        Assert.That(writer.PrepareSpare(), Is.EqualTo(JournalStatus.DiskFull));
        disk.IsFull = false;
        Assert.That(writer.PrepareSpare(), Is.EqualTo(JournalStatus.Ok));
        Assert.That(writer.Status, Is.EqualTo(JournalStatus.Ok));
        TestJournal.AppendBatch(writer, 5);
        Assert.That(TestJournal.ReadAll(disk), Is.EqualTo((ulong)segmentFrames + 5));
    }

    [Test]
    public void Appending_and_committing_allocate_nothing()
    {
        string directory = NewDirectory();
        try
        {
            using JournalWriter writer = JournalWriter.Open(directory, new JournalOptions { SegmentBytes = 16 << 20 });
            byte[] payload = new byte[64];
            Run(100);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(100);
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

            void Run(int commits)
            {
                for (int i = 0; i < commits; i++)
                {
                    for (int j = 0; j < 20; j++)
                    {
                        Command command = TestJournal.Make(writer.NextSequence, payload, out ReadOnlySpan<byte> bytes);
                        _ = writer.Append(in command, bytes);
                    }

                    writer.Commit();
                }
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void Sizes_that_cannot_work_are_refused()
    {
        JournalOptions[] wrong =
        [
            TestJournal.Small with { SegmentBytes = 5000 },
            TestJournal.Small with { FrameBytes = 5000 },
            TestJournal.Small with { FrameBytes = 0 },
            TestJournal.Small with { ReserveBytes = 4096 },
            TestJournal.Small with { SegmentBytes = 3 * 4096 },
            TestJournal.Small with { UnsyncedBytesMax = 0 },
            TestJournal.Small with { UnsyncedMillisMax = 0 },
            TestJournal.Small with { WatermarkBytes = 0 },
        ];
        foreach (JournalOptions options in wrong)
        {
            Assert.That(
                () => JournalWriter.Open(new MemoryDisk(), options),
                Throws.InstanceOf<ArgumentOutOfRangeException>(), options.ToString());
        }
    }

    internal static string NewDirectory() => Directory.CreateTempSubdirectory("hybridgpu-journal-").FullName;
}
