namespace HybridGpu.Persistence.Tests;

/// <summary>Readers from any sequence, at the end, and beside a running writer.</summary>
public sealed class JournalReaderTests
{
    [Test]
    public void A_reader_starts_at_any_sequence()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 30, 30, 30, 30, 30, 30, 30, 30);
        for (ulong from = 1; from <= 241; from++)
        {
            Assert.That(TestJournal.ReadAll(disk, from), Is.EqualTo(240), $"from {from}");
        }
    }

    [Test]
    public void Reading_allocates_nothing_a_command_or_frame()
    {
        MemoryDisk disk = TestJournal.WithBatches(
            TestJournal.Small with { SegmentBytes = 256 * 4096 }, close: true, [.. Enumerable.Repeat(7, 200)]);
        using JournalReader reader = JournalReader.Open(disk);
        Read(700);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(699);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Read(int count)
        {
            bool all = true;
            for (int i = 0; i < count; i++)
            {
                all &= reader.TryRead();
            }

            Assert.That(all, Is.True);
        }
    }

    [Test]
    public void An_end_is_told_from_a_torn_tail()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: false, 3, 3);
        Assert.That(VerifyEnd(disk), Is.True);
        disk.Bytes("journal-00000000000000000001.seg")[4096 + 90] ^= 4;
        Assert.That(VerifyEnd(disk), Is.False);
        Assert.That(TestJournal.ReadAll(disk), Is.EqualTo(3));

        static bool VerifyEnd(MemoryDisk disk)
        {
            using JournalReader reader = JournalReader.Open(disk);
            while (reader.TryRead())
            {
            }

            return reader.VerifyEnd();
        }
    }

    [Test]
    public void A_reader_leaves_the_disk_as_it_is_and_follows_a_running_writer_across_segments()
    {
        string directory = JournalWriterTests.NewDirectory();
        try
        {
            const ulong Last = 20_000;
            using JournalWriter writer = JournalWriter.Open(
                directory, TestJournal.Small with { Durability = Durability.Async, SegmentBytes = 64 * 4096 });
            var writing = new Thread(() =>
            {
                int batch = 1;
                while (writer.NextSequence <= Last)
                {
                    int count = (int)Math.Min((ulong)batch, Last + 1 - writer.NextSequence);
                    for (int i = 0; i < count; i++)
                    {
                        _ = TestJournal.Append(writer);
                    }

                    writer.Commit();
                    batch = (batch % 97) + 1;
                }
            });
            writing.Start();
            using JournalReader reader = JournalReader.Open(directory);
            ulong next = 1;
            DateTime deadline = DateTime.UtcNow.AddSeconds(30);
            while (next <= Last && DateTime.UtcNow < deadline)
            {
                if (!reader.TryRead())
                {
                    Thread.Yield();
                    continue;
                }

                if (reader.Current.Header.Sequence != next || reader.Current.NewOrder.PriceTicks != (long)(next * 7919))
                {
                    Assert.Fail($"Read {reader.Current.Header.Sequence} where {next} is next.");
                }

                next++;
            }

            writing.Join();
            Assert.That(next, Is.EqualTo(Last + 1));
            Assert.That(reader.TryRead(), Is.False);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void Flushing_from_another_thread_never_says_durable_what_is_not_committed()
    {
        string directory = JournalWriterTests.NewDirectory();
        try
        {
            using JournalWriter writer = JournalWriter.Open(
                directory, TestJournal.Small with { Durability = Durability.Async, SegmentBytes = 64 * 4096 });
            bool done = false;
            bool wrong = false;
            var flushing = new Thread(() =>
            {
                while (!Volatile.Read(ref done))
                {
                    writer.Flush();
                    _ = writer.PrepareSpare();
                    ulong durable = writer.DurableSequence;
                    wrong |= durable % 150 != 0 || durable > writer.WrittenSequence;
                }
            });
            flushing.Start();
            for (int batch = 0; batch < 100; batch++)
            {
                // A batch of several frames.
                TestJournal.AppendBatch(writer, 150);
            }

            Volatile.Write(ref done, true);
            flushing.Join();
            writer.Flush();
            Assert.That(wrong, Is.False);
            Assert.That(writer.DurableSequence, Is.EqualTo(15_000));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
