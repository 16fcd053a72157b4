using HybridGpu.Persistence.Repair;

namespace HybridGpu.Persistence.Tests;

/// <summary>What can be saved of a damaged journal.</summary>
public sealed class JournalRepairTests
{
    private const string First = "journal-00000000000000000001.seg";

    [Test]
    public void What_stands_before_the_damage_is_copied_and_the_old_journal_is_left_as_it_is()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, [.. Enumerable.Repeat(10, 12)]);
        disk.Bytes(First)[(4 * 4096) + 100] ^= 1;
        byte[] before = [.. disk.Bytes(First)];
        int steps = disk.StepCount;
        var damage = Assert.Throws<JournalDamagedException>(() => JournalWriter.Open(disk, TestJournal.Small));
        Assert.That(damage!.Message, Does.Contain("hybridgpu replay DIR --until 40 --salvage NEWDIR"));

        var copy = new MemoryDisk();
        SalvageReport report = JournalRepair.Salvage(disk, copy, damage.Sequence - 1, TestJournal.Small);
        Assert.That(report, Is.EqualTo(new SalvageReport(40, string.Empty, MayMissAcknowledged: false)));
        Assert.That(TestJournal.ReadAll(copy), Is.EqualTo(40));
        using JournalWriter writer = JournalWriter.Open(copy, TestJournal.Small);
        TestJournal.AppendBatch(writer, 5);
        Assert.That(disk.Bytes(First), Is.EqualTo(before));
        Assert.That(disk.StepCount, Is.EqualTo(steps), "not one step changed the old disk");
    }

    [Test]
    public void Without_an_end_the_copy_goes_to_the_first_command_that_can_not_be_read_and_says_why()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, [.. Enumerable.Repeat(10, 12)]);
        disk.Bytes(First)[(7 * 4096) + 100] ^= 1;
        SalvageReport report = JournalRepair.Salvage(disk, new MemoryDisk(), ulong.MaxValue, TestJournal.Small);
        Assert.That(report.LastSequence, Is.EqualTo(70));
        Assert.That(report.MayMissAcknowledged);
        Assert.That(report.Problem, Does.Contain(First).And.Contains($"{7 * 4096}"));
    }

    [TestCase(true, TestName = "A journal without its control file is copied whole, and may miss something")]
    [TestCase(false, TestName = "A journal with a broken control file is copied whole, and may miss something")]
    public void A_journal_whose_control_file_can_not_be_read_is_copied_whole(bool isMissing)
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 30, 30, 30, 30, 30, 30);
        disk.Bytes("journal.control").AsSpan().Clear();
        if (isMissing)
        {
            disk.Delete("journal.control");
        }

        var damage = Assert.Throws<JournalDamagedException>(() => JournalWriter.Open(disk, TestJournal.Small));
        Assert.That(damage!.Message, Does.Contain("hybridgpu replay DIR --salvage NEWDIR"));
        var copy = new MemoryDisk();
        SalvageReport report = JournalRepair.Salvage(disk, copy, ulong.MaxValue, TestJournal.Small);
        Assert.That((report.LastSequence, report.MayMissAcknowledged), Is.EqualTo((180ul, true)));
        Assert.That(report.Problem, Does.Contain("journal.control"));
        Assert.That(TestJournal.ReadAll(copy), Is.EqualTo(180));
    }

    [Test]
    public void A_directory_that_holds_something_is_no_place_for_a_copy()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 3);
        Assert.That(
            () => JournalRepair.Salvage(disk, disk.Copy(), ulong.MaxValue, TestJournal.Small),
            Throws.TypeOf<IOException>().With.Message.Contains("not empty"));
    }

    [Test]
    public void Where_there_is_nothing_to_copy_no_copy_is_made()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true);
        var copy = new MemoryDisk();
        Assert.That(
            () => JournalRepair.Salvage(disk, copy, ulong.MaxValue, TestJournal.Small),
            Throws.TypeOf<IOException>().With.Message.Contains("no command"));
        Assert.That(copy.List(), Is.Empty);
    }
}
