using System.Buffers;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Snapshots;

namespace HybridGpu.Persistence.Tests;

/// <summary>Snapshots: what is kept, what is passed over, and what a crash leaves.</summary>
public sealed class SnapshotTests
{
    private static readonly byte[] Image = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    [Test]
    public void A_snapshot_comes_back_as_saved_with_the_tail_behind_it()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 30, 40, 50);
        using RecoveryStart start = Find(disk, out List<string> told);

        Assert.That(start.Snapshot!.Mark, Is.EqualTo(marks[2]));
        Assert.That(start.Snapshot.Payload.ToArray(), Is.EqualTo(PayloadOf(marks[2])));
        Assert.That(CountTail(start.Tail, marks[2].Sequence + 1), Is.EqualTo(20));
        Assert.That(told, Is.Empty);
    }

    [Test]
    public void The_last_two_are_kept_and_those_of_a_later_history_go()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 10, 10, 10, 10);
        var store = new SnapshotStore(disk);
        Assert.That(store.FindAll(), Is.EqualTo(new[] { marks[2].Sequence, marks[3].Sequence }));

        store.Save(new SnapshotMark(35, marks[2].ChainHash, 70), w => w.Write(Image));
        Assert.That(store.FindAll(), Is.EqualTo(new ulong[] { 30, 35 }));
    }

    [Test]
    public void A_payload_beyond_the_bound_is_refused_and_the_last_snapshot_stays()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 10);
        var store = new SnapshotStore(disk, payloadBytesMax: Image.Length - 1);

        Assert.That(
            () => store.Save(new SnapshotMark(20, 1, 2), w => w.Write(Image)),
            Throws.InvalidOperationException.With.Message.Contains($"{Image.Length} bytes is more than"));
        Assert.That(store.FindAll(), Is.EqualTo(new[] { marks[0].Sequence }));
        Assert.That(disk.List(), Has.None.Contains("tmp"), "no draft is left");
    }

    [Test]
    public void A_payload_of_many_writes_of_any_size_is_whole()
    {
        var disk = new MemoryDisk();
        var store = new SnapshotStore(disk);
        var random = new Random(TestJournal.Seed());
        byte[] all = new byte[5_000_000];
        random.NextBytes(all);
        store.Save(new SnapshotMark(1, 2, 3), writer =>
        {
            for (int at = 0; at < all.Length;)
            {
                int wanted = random.Next(2) == 0 ? random.Next(1, 300) : random.Next(2_000_000);
                int size = Math.Min(all.Length - at, wanted);
                all.AsSpan(at, size).CopyTo(writer.GetSpan(size));
                writer.Advance(size);
                at += size;
            }
        });

        Snapshot? snapshot = store.Read(1, out string problem);
        Assert.That(problem, Is.Empty);
        Assert.That(snapshot!.Payload.Span.SequenceEqual(all));
    }

    [Test]
    public void Any_flipped_bit_or_cut_passes_a_snapshot_over_for_the_one_before_aloud()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 30, 40);
        string newest = $"snapshot-{marks[1].Sequence:D20}.snap";
        int length = disk.Bytes(newest).Length;
        for (int at = 0; at < length; at++)
        {
            // Between header and payload there is nothing.
            if (at is >= 96 and < 4096)
            {
                continue;
            }

            CheckPassedOver(disk, newest, bytes => bytes[at] ^= (byte)(1 << (at % 8)), $"bit in byte {at}");
        }

        for (int cut = 0; cut < length; cut += cut is > 200 and < 4000 ? 300 : 1)
        {
            MemoryDisk torn = disk.Copy();
            torn.SetBytes(newest, disk.Bytes(newest)[..cut]);
            using RecoveryStart start = Find(torn, out List<string> told);
            Assert.That(start.Snapshot!.Mark, Is.EqualTo(marks[0]), $"cut at {cut}");
            Assert.That(told, Has.Count.EqualTo(1).And.Some.Contains(newest));
        }
    }

    [Test]
    public void With_all_snapshots_damaged_everything_is_replayed_and_said()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 30, 40);
        foreach (SnapshotMark mark in marks)
        {
            disk.Bytes($"snapshot-{mark.Sequence:D20}.snap")[4100] ^= 1;
        }

        using RecoveryStart start = Find(disk, out List<string> told);
        Assert.That(start.Snapshot, Is.Null);
        Assert.That(CountTail(start.Tail, 1), Is.EqualTo(90));
        Assert.That(told, Has.Count.EqualTo(3));
        Assert.That(told[2], Does.Contain("from its first command"));
    }

    [Test]
    public void A_snapshot_of_another_history_or_beyond_the_journal_is_refused_with_file_and_reason()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 30, 40);
        var store = new SnapshotStore(disk);
        store.Save(marks[1] with { ChainHash = marks[1].ChainHash ^ 1 }, w => w.Write(Image));
        store.Save(new SnapshotMark(91, marks[1].ChainHash, 0), w => w.Write(Image));

        using RecoveryStart start = Find(disk, out List<string> told);
        Assert.That(start.Snapshot, Is.Null, "the last two are no good");
        Assert.That(told[0], Does.Contain($"{91:D20}.snap").And.Contain("does not hold command 91"));
        Assert.That(told[1], Does.Contain($"{70:D20}.snap").And.Contain("another history"));
        Assert.That(CountTail(start.Tail, 1), Is.EqualTo(90));
    }

    [Test]
    public void A_caller_that_can_not_start_at_a_snapshot_gets_an_earlier_one_or_the_whole_journal()
    {
        MemoryDisk disk = WithSnapshots(out List<SnapshotMark> marks, 30, 40);
        using (RecoveryStart earlier = RecoveryStart.Find(disk, s => s.Mark.Sequence == 30, Assert.Fail))
        {
            Assert.That(earlier.Snapshot!.Mark, Is.EqualTo(marks[0]));
        }

        using RecoveryStart none = RecoveryStart.Find(disk, _ => false, _ => { });
        Assert.That(none.Snapshot, Is.Null);
    }

    [Test]
    public void Whichever_step_of_saving_fails_or_loses_power_the_earlier_ones_and_the_journal_stand(
        [Values(1, 2, 3, 4)] int faultKind)
    {
        int seed = TestJournal.Seed();
        int steps = SaveSteps(new Fault(), 0, out _, out _);
        for (int step = 1; step <= steps; step++)
        {
            _ = SaveSteps((Fault)faultKind, step, out MemoryDisk disk, out List<SnapshotMark> marks);
            var random = new Random(HashCode.Combine(seed, step));
            for (int crash = 0; crash < 8; crash++)
            {
                MemoryDisk after = disk.AfterCrash(random);
                using RecoveryStart start = RecoveryStart.Find(after, null, _ => { });
                string where = $"{(Fault)faultKind} at step {step}, seed {seed}";
                Assert.That(start.Snapshot, Is.Not.Null, where);
                Assert.That(marks, Does.Contain(start.Snapshot!.Mark), where);
                Assert.That(start.Snapshot.Mark.Sequence, Is.GreaterThanOrEqualTo(40), where);
                Assert.That(start.Snapshot.Payload.ToArray(), Is.EqualTo(PayloadOf(start.Snapshot.Mark)), where);
                _ = CountTail(start.Tail, start.Snapshot.Mark.Sequence + 1);
                using JournalWriter writer = JournalWriter.Open(after, TestJournal.Small);
                Assert.That(writer.Recovery.LastSequence, Is.EqualTo(60), where);
                Assert.That(after.List(), Has.None.EndsWith(".tmp"), where);
            }
        }
    }

    /// <summary>A journal with a snapshot after each batch, and 20 commands more.</summary>
    private static MemoryDisk WithSnapshots(out List<SnapshotMark> marks, params int[] batches)
    {
        var disk = new MemoryDisk();
        var store = new SnapshotStore(disk);
        marks = [];
        using JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
        foreach (int batch in batches)
        {
            TestJournal.AppendBatch(writer, batch);
            Save(store, writer, marks);
        }

        TestJournal.AppendBatch(writer, 20);
        return disk;
    }

    private static int SaveSteps(Fault fault, int step, out MemoryDisk disk, out List<SnapshotMark> marks)
    {
        disk = WithSnapshots(out marks, 20, 20);
        int steps = 0;
        try
        {
            using JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
            int before = disk.StepCount;
            disk.FaultAt = step == 0 ? 0 : before + step;
            disk.FaultKind = fault;
            Save(new SnapshotStore(disk), writer, marks);
            steps = disk.StepCount - before;
        }
        catch (Exception e) when (e is IOException or PowerCutException)
        {
            // What the fault left is what the test looks at.
        }

        return steps;
    }

    private static void Save(SnapshotStore store, JournalWriter writer, List<SnapshotMark> marks)
    {
        ulong last = writer.NextSequence - 1;
        var mark = new SnapshotMark(last, writer.ChainHash, last * 2);
        marks.Add(mark);
        store.Save(in mark, w => w.Write(PayloadOf(mark)));
    }

    private static byte[] PayloadOf(SnapshotMark mark) => [.. BitConverter.GetBytes(mark.Sequence), .. Image];

    private static void CheckPassedOver(MemoryDisk disk, string file, Action<byte[]> damage, string what)
    {
        byte[] kept = [.. disk.Bytes(file)];
        damage(disk.Bytes(file));
        using RecoveryStart start = Find(disk, out List<string> told);
        kept.CopyTo(disk.Bytes(file), 0);
        Assert.That(start.Snapshot!.Mark.Sequence, Is.EqualTo(30), what);
        Assert.That(told, Has.Count.EqualTo(1).And.Some.Contains(file), what);
    }

    private static RecoveryStart Find(IJournalFileSystem files, out List<string> told)
    {
        var heard = new List<string>();
        told = heard;
        return RecoveryStart.Find(files, null, heard.Add);
    }

    private static int CountTail(JournalReader tail, ulong next)
    {
        int count = 0;
        while (tail.TryRead())
        {
            Assert.That(tail.Current.Header.Sequence, Is.EqualTo(next++));
            count++;
        }

        return count;
    }
}
