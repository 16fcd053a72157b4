namespace HybridGpu.Persistence.Tests;

/// <summary>Every step to the disk fails once, in every way.</summary>
public sealed class JournalFaultTests
{
    private static readonly int[] Batches = [1, 5, 40, 90, 3, 17, 60, 1, 2, 75, 8];

    [Test]
    public void No_acknowledged_command_is_lost_whichever_step_fails(
        [Values] Durability durability, [Values(1, 2, 3, 4)] int faultKind)
    {
        int seed = TestJournal.Seed();
        Fault fault = (Fault)faultKind;
        JournalOptions options = TestJournal.Small with
        {
            Durability = durability,
            UnsyncedBytesMax = 6 * 4096,
            WatermarkBytes = 4 * 4096,
        };
        var clean = new MemoryDisk();
        _ = Drive(clean, options, out _);
        Assert.That(clean.StepCount, Is.GreaterThan(40));

        for (int step = 1; step <= clean.StepCount; step++)
        {
            var random = new Random(HashCode.Combine(seed, step));
            var disk = new MemoryDisk { FaultAt = step, FaultKind = fault };
            ulong durable = Drive(disk, options, out ulong appended);
            string where = $"{fault} at step {step}, seed {seed}";
            for (int crash = 0; crash < 4; crash++)
            {
                CheckReopens(disk.AfterCrash(random), durable, appended, where);
            }

            // The process died, the machine did not: the page cache is what the next start reads.
            CheckReopens(disk.Copy(), durable, appended, where);
        }
    }

    [Test]
    public void After_a_failed_flush_recovery_writes_again_what_the_page_cache_only_pretends_to_have_saved()
    {
        var disk = new MemoryDisk();
        JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
        TestJournal.AppendBatch(writer, 3);
        disk.FaultAt = disk.StepCount + 2;
        disk.FaultKind = Fault.Eio;
        _ = TestJournal.Append(writer);
        Assert.That(writer.Commit, Throws.TypeOf<JournalFailedException>());
        Assert.That(writer.DurableSequence, Is.EqualTo(3));
        Assert.That(writer.Status, Is.EqualTo(JournalStatus.Failed));
        Assert.That(() => TestJournal.Append(writer), Throws.TypeOf<JournalFailedException>());
        Assert.That(writer.Commit, Throws.TypeOf<JournalFailedException>());
        Assert.That(writer.Flush, Throws.TypeOf<JournalFailedException>());
        writer.Dispose();

        using JournalWriter second = JournalWriter.Open(disk, TestJournal.Small);
        Assert.That(second.DurableSequence, Is.EqualTo(4));
        for (int seed = 0; seed < 20; seed++)
        {
            Assert.That(TestJournal.ReadAll(disk.AfterCrash(new Random(seed))), Is.EqualTo(4));
        }
    }

    private static ulong Drive(MemoryDisk disk, JournalOptions options, out ulong appended)
    {
        ulong durable = 0;
        appended = 0;
        JournalWriter? writer = null;
        try
        {
            writer = JournalWriter.Open(disk, options);
            foreach (int batch in Batches)
            {
                for (int i = 0; i < batch; i++)
                {
                    if (TestJournal.Append(writer) == JournalStatus.Ok)
                    {
                        appended++;
                    }
                }

                writer.Commit();
                durable = writer.DurableSequence;
                Assert.That(writer.WrittenSequence, Is.EqualTo(appended));
                Assert.That(options.Durability == Durability.Async || durable == appended, Is.True);
                writer.RecordWatermark();
            }

            writer.Close();
            durable = writer.DurableSequence;
        }
        catch (Exception e) when (e is JournalFailedException or IOException or PowerCutException)
        {
            durable = writer?.DurableSequence ?? 0;
        }

        return durable;
    }

    private static void CheckReopens(MemoryDisk disk, ulong durable, ulong appended, string where)
    {
        ulong term;
        using (JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small))
        {
            ulong last = writer.Recovery.LastSequence;
            Assert.That(last, Is.InRange(durable, appended), where);
            Assert.That(TestJournal.ReadAll(disk), Is.EqualTo(last), where);
            TestJournal.AppendBatch(writer, 70);
            TestJournal.AppendBatch(writer, 1);
            term = writer.Term;
        }

        using JournalWriter again = JournalWriter.Open(disk.AfterCrash(new Random(1)), TestJournal.Small);
        Assert.That(again.Term, Is.EqualTo(term + 1), where);
        Assert.That(again.Recovery.TrimmedBytes, Is.Zero, where);
        Assert.That(TestJournal.ReadAll(disk), Is.EqualTo(again.DurableSequence), where);
    }
}
