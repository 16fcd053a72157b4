using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Persistence.Snapshots;

namespace HybridGpu.Persistence.Tests;

/// <summary>A venue's journal that is killed over and over, at every step to the disk, and always comes back.</summary>
/// <remarks>Each life opens what the last one left, recovers from its newest snapshot and in full, checks both against
/// what was appended, writes on, and is killed at a chosen step: the process only, or the whole machine with any
/// unsynced sectors lost. HYBRIDGPU_CRASH_KILLS makes it longer, HYBRIDGPU_SEED repeats it.</remarks>
public sealed class CrashCampaignTests
{
    private const int KillsDefault = 1_200;
    private const int KillsLeast = 1_000;
    private const int LivesOfADisk = 10;

    // The first life of a disk takes fewer steps than this, whatever it does.
    private const int StepsMax = 120;

    [Test]
    public void Killed_at_every_step_no_acknowledged_command_is_lost_and_nothing_is_applied_twice()
    {
        int seed = TestJournal.Seed();
        int wanted = KillsWanted();
        var stepsKilled = new HashSet<int>();
        int kills = 0;
        int snapshots = 0;
        int atStep = 0;
        for (int disk = 0; kills < wanted; disk++)
        {
            var random = new Random(HashCode.Combine(seed, disk));
            var campaign = new Campaign(random, $"seed {seed}, disk {disk}");
            for (int life = 0; life < LivesOfADisk && kills < wanted; life++)
            {
                atStep = (atStep % StepsMax) + 1;
                if (campaign.Live(atStep))
                {
                    kills++;
                    stepsKilled.Add(atStep);
                }
            }

            campaign.CheckLast();
            snapshots += campaign.SnapshotStarts;
        }

        TestContext.Out.WriteLine(
            $"{kills} kills at {stepsKilled.Count} different steps; {snapshots} recoveries began at a snapshot.");
        Assert.That(kills, Is.GreaterThanOrEqualTo(wanted));
        Assert.That(snapshots, Is.GreaterThan(kills / 20));
        Assert.That(stepsKilled, Is.SupersetOf(Enumerable.Range(1, 40)), "each step of opening, writing and rolling");
    }

    private static int KillsWanted()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_CRASH_KILLS");
        int kills = given is null ? KillsDefault : int.Parse(given, CultureInfo.InvariantCulture);
        return Math.Max(kills, KillsLeast);
    }

    /// <summary>The lives of one disk.</summary>
    private sealed class Campaign(Random random, string name)
    {
        private readonly CrashModel _model = new();
        private MemoryDisk _disk = new();
        private int _life;

        public int SnapshotStarts { get; private set; }

        /// <summary>One life, until the kill or its natural end.</summary>
        /// <returns>Whether it was killed.</returns>
        public bool Live(int atStep)
        {
            string where = $"{name}, life {++_life}, killed at step {atStep}";
            bool isPowerCut = random.Next(2) == 0;
            JournalOptions options = RandomOptions();
            _disk.FaultAt = _disk.StepCount + atStep;
            _disk.FaultKind = Fault.Crash;
            JournalWriter? writer = null;
            try
            {
                writer = JournalWriter.Open(_disk, options);
                CheckRecovered(writer, where);
                Work(writer, isPowerCut);
                writer.Close();
                _model.Acknowledged = _model.Count;
            }
            catch (PowerCutException)
            {
                Acknowledge(writer, isPowerCut);
            }

            bool isKilled = _disk.IsDead;
            _disk = isPowerCut ? _disk.AfterCrash(random) : _disk.Copy();
            return isKilled;
        }

        public void CheckLast()
        {
            using JournalWriter writer = JournalWriter.Open(_disk, TestJournal.Small);
            CheckRecovered(writer, name);
        }

        private JournalOptions RandomOptions() => TestJournal.Small with
        {
            SegmentBytes = random.Next(8, 14) * 4096,
            Durability = (Durability)random.Next(2),
            UnsyncedBytesMax = random.Next(2, 10) * 4096,
            WatermarkBytes = random.Next(1, 8) * 4096,
        };

        private void Work(JournalWriter writer, bool isPowerCut)
        {
            var store = new SnapshotStore(_disk);
            for (int batch = random.Next(4, 16); batch > 0; batch--)
            {
                for (int i = random.Next(1, 60); i > 0; i--)
                {
                    Assert.That(_model.Append(writer), Is.True);
                }

                writer.Commit();
                Acknowledge(writer, isPowerCut);
                switch (random.Next(6))
                {
                    case 0:
                        writer.Flush();
                        break;
                    case 1:
                        writer.RecordWatermark();
                        break;
                    case 2:
                        _ = writer.PrepareSpare();
                        break;
                    case 3:
                        writer.Flush();
                        Acknowledge(writer, isPowerCut);
                        Save(store, writer);
                        break;
                    default:
                        break;
                }
            }
        }

        /// <summary>A kill leaves what was written; a power cut only what was synced.</summary>
        private void Acknowledge(JournalWriter? writer, bool isPowerCut)
        {
            if (writer is not null)
            {
                ulong told = isPowerCut ? writer.DurableSequence : writer.WrittenSequence;
                _model.Acknowledged = Math.Max(_model.Acknowledged, told);
            }
        }

        private void Save(SnapshotStore store, JournalWriter writer)
        {
            UInt128 digest = _model.DigestAt(_model.Count);
            store.Save(
                new SnapshotMark(_model.Count, writer.ChainHash, _model.Count),
                into => into.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in digest))));
        }

        private void CheckRecovered(JournalWriter writer, string where)
        {
            ulong last = writer.Recovery.LastSequence;
            _model.CutTo(last, where);
            _model.Acknowledged = last;
            Assert.That(_model.CheckAll(_disk, where), Is.EqualTo(last), where);
            using RecoveryStart start = RecoveryStart.Find(_disk, null, what => Assert.Fail($"{what} {where}"));
            if (start.Snapshot is { } snapshot)
            {
                SnapshotStarts++;
                UInt128 digest = MemoryMarshal.Read<UInt128>(snapshot.Payload.Span);
                Assert.That(digest, Is.EqualTo(_model.DigestAt(snapshot.Mark.Sequence)), where);
                ulong end = _model.CheckFrom(start.Tail, snapshot.Mark.Sequence, digest, where);
                Assert.That(end, Is.EqualTo(last), where);
            }
        }
    }
}
