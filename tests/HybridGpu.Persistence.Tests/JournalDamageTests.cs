namespace HybridGpu.Persistence.Tests;

/// <summary>Cut tails and flipped bits.</summary>
public sealed class JournalDamageTests
{
    private const string First = "journal-00000000000000000001.seg";
    private const string Control = "journal.control";

    [Test]
    public void A_tail_cut_at_any_byte_above_the_watermark_recovers_every_whole_frame_and_invents_nothing()
    {
        // Sync frames of 4, 4 and 4 commands: the third's header proves the first two.
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: false, 4, 4, 4);
        byte[] whole = disk.Bytes(First);
        for (int cut = 2 * 4096; cut <= 3 * 4096; cut++)
        {
            MemoryDisk torn = disk.Copy();
            torn.SetBytes(First, whole[..cut]);
            using JournalWriter writer = JournalWriter.Open(torn, TestJournal.Small);
            // What is cut off beyond the commands is padding, and reads as the zeros it was.
            ulong expected = cut < LastNonZero(whole) ? 8UL : 12UL;
            Assert.That(writer.Recovery.LastSequence, Is.EqualTo(expected), $"cut at {cut}");
            Assert.That(TestJournal.ReadAll(torn), Is.EqualTo(expected));
        }
    }

    [Test]
    public void A_tail_cut_below_the_watermark_is_refused_at_every_byte()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 4, 4, 4);
        byte[] whole = disk.Bytes(First);
        for (int cut = 0; cut < LastNonZero(whole); cut++)
        {
            MemoryDisk torn = disk.Copy();
            torn.SetBytes(First, whole[..cut]);
            var e = Assert.Throws<JournalDamagedException>(() => JournalWriter.Open(torn, TestJournal.Small));
            // A frame that lost only zeros of its padding is still whole.
            int frame = cut / 4096;
            bool isWhole = LastNonZero(whole[..((frame + 1) * 4096)]) <= cut;
            Assert.That(e!.Offset, Is.EqualTo((isWhole ? frame + 1 : frame) * 4096), $"cut at {cut}");
            Assert.That(torn.Bytes(First), Has.Length.EqualTo(cut), "a refused journal is left as it was");
        }
    }

    [Test]
    public void Any_flipped_bit_in_a_closed_journal_is_refused()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 2, 3);
        byte[] bytes = disk.Bytes(First);
        foreach (long bit in BitsOf(bytes, 2 * 4096))
        {
            Flip(bytes, bit);
            var e = Assert.Catch(() => JournalWriter.Open(disk, TestJournal.Small).Dispose());
            Flip(bytes, bit);
            Assert.That(e, Is.TypeOf<JournalDamagedException>(), $"bit {bit}");
            Assert.That(((JournalDamagedException)e!).Sequence, Is.EqualTo(bit < 4096 * 8 ? 1UL : 3UL), $"bit {bit}");
            Assert.That(((JournalDamagedException)e).File, Is.EqualTo(First));
        }
    }

    [Test]
    public void Any_flipped_bit_in_the_frames_of_a_crashed_journal_is_refused_or_trims_only_above_the_watermark()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: false, 2, 3);
        byte[] bytes = disk.Bytes(First);
        foreach (long bit in BitsOf(bytes, 2 * 4096))
        {
            Flip(bytes, bit);
            MemoryDisk damaged = disk.Copy();
            Flip(bytes, bit);
            if (bit < 4096 * 8)
            {
                Assert.That(
                    () => JournalWriter.Open(damaged, TestJournal.Small),
                    Throws.TypeOf<JournalDamagedException>(), $"bit {bit}");
                continue;
            }

            using JournalWriter writer = JournalWriter.Open(damaged, TestJournal.Small);
            Assert.That(writer.Recovery.LastSequence, Is.EqualTo(2), $"bit {bit}");
            Assert.That(writer.Recovery.TrimmedBytes, Is.GreaterThan(0));
        }
    }

    [Test]
    public void Any_flipped_bit_in_the_control_file_loses_nothing()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 2, 3);
        for (long bit = 0; bit < 8192 * 8; bit++)
        {
            // Only the records hold anything.
            if (bit / 8 % 4096 >= 40)
            {
                continue;
            }

            MemoryDisk damaged = disk.Copy();
            Flip(damaged.Bytes(Control), bit);
            using JournalWriter writer = JournalWriter.Open(damaged, TestJournal.Small);
            Assert.That(writer.Recovery, Is.EqualTo(new RecoveryReport(5, 5, 1, 0)), $"bit {bit}");
            Assert.That(writer.Term, Is.EqualTo(2));
        }
    }

    [Test]
    public void A_damaged_frame_in_the_middle_is_refused_with_file_offset_sequence_and_what_to_do()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: false, [.. Enumerable.Repeat(10, 12)]);
        Assert.That(disk.List(), Has.Some.EqualTo("journal-00000000000000000101.seg"));
        disk.Bytes(First)[(4 * 4096) + 100] ^= 1;
        var e = Assert.Throws<JournalDamagedException>(() => JournalWriter.Open(disk, TestJournal.Small));
        Assert.That(e!.File, Is.EqualTo(First));
        Assert.That(e.Offset, Is.EqualTo(4 * 4096));
        Assert.That(e.Sequence, Is.EqualTo(41));
        Assert.That(e.Message, Does.Contain("Restore").And.Contains(First).And.Contains("16384").And.Contains("41"));

        var byReader = Assert.Throws<JournalDamagedException>(() => TestJournal.ReadAll(disk));
        Assert.That(byReader!.Sequence, Is.EqualTo(41));
        Assert.That(byReader.Offset, Is.EqualTo(4 * 4096));
    }

    [Test]
    public void A_lost_page_in_the_middle_reads_as_zeros_and_is_refused_all_the_same()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: false, 4, 4, 4, 4);
        disk.Bytes(First).AsSpan(4096, 4096).Clear();
        Assert.That(
            () => JournalWriter.Open(disk, TestJournal.Small),
            Throws.TypeOf<JournalDamagedException>().With.Property("Sequence").EqualTo(5UL));
        using JournalReader reader = JournalReader.Open(disk);
        while (reader.TryRead())
        {
        }

        Assert.That(reader.VerifyEnd, Throws.TypeOf<JournalDamagedException>());
    }

    [Test]
    public void A_missing_segment_is_refused()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, [.. Enumerable.Repeat(30, 16)]);
        string[] segments = [.. disk.List().Where(n => n.EndsWith(".seg", StringComparison.Ordinal)).Order()];
        Assert.That(segments, Has.Length.GreaterThan(2));
        foreach (string segment in segments)
        {
            MemoryDisk damaged = disk.Copy();
            damaged.Delete(segment);
            Assert.That(
                () => JournalWriter.Open(damaged, TestJournal.Small), Throws.TypeOf<JournalDamagedException>(),
                segment);
            Assert.That(() => TestJournal.ReadAll(damaged), Throws.TypeOf<JournalDamagedException>(), segment);
        }
    }

    [Test]
    public void A_missing_control_file_is_refused()
    {
        MemoryDisk disk = TestJournal.WithBatches(TestJournal.Small, close: true, 3);
        disk.Delete(Control);
        Assert.That(() => JournalWriter.Open(disk, TestJournal.Small), Throws.TypeOf<JournalDamagedException>());
    }

    /// <summary>Every bit of what is not zero, and one bit of each byte of padding.</summary>
    private static IEnumerable<long> BitsOf(byte[] bytes, int length)
    {
        for (int at = 0; at < length; at++)
        {
            bool padding = at % 4096 >= 80 + (3 * 192) + 64;
            for (int bit = 0; bit < (padding ? 1 : 8); bit++)
            {
                yield return (at * 8L) + (padding ? at % 8 : bit);
            }
        }
    }

    private static void Flip(byte[] bytes, long bit) => bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));

    private static int LastNonZero(byte[] bytes) => bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
}
