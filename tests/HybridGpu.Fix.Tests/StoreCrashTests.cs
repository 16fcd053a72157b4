using System.Text;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>
/// Every state of the disk in which a process or machine can die while a segment begins and the oldest go, and damage
/// that no death leaves.
/// </summary>
public sealed class StoreCrashTests
{
    private static readonly SessionId Id = SessionId.Fix44("VENUE", "PEER");
    private static readonly StoreLimits Small = new() { SegmentBytes = 300, MaxBytes = 1_200 };
    private readonly ManualTime _time = new();
    private string _folder = string.Empty;

    private string StorePath => Path.Combine(_folder, "FIX.4.4-VENUE-PEER");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_new_segment_cut_at_any_byte_of_its_first_record_is_begun_again()
    {
        (Dictionary<string, byte[]> before, Dictionary<string, byte[]> after) = AroundARoll();
        (string name, byte[] added) = after.Single(file => !before.ContainsKey(file.Key));
        for (int length = 0; length <= added.Length; length++)
        {
            Restore(before);
            File.WriteAllBytes(Path.Combine(_folder, name), added[..length]);

            AssertWhole($"cut at {length}");
            Assert.That(Files()[name].AsSpan(0, added.Length).SequenceEqual(added), $"cut at {length}");
        }

        Restore(before);
        File.WriteAllBytes(Path.Combine(_folder, name), new byte[added.Length]);
        AssertWhole("of zeros");
    }

    [Test]
    public void A_kill_before_the_oldest_is_deleted_leaves_it_for_the_next_start()
    {
        (Dictionary<string, byte[]> before, Dictionary<string, byte[]> after) = AroundARoll();
        Restore(before);
        foreach ((string name, byte[] bytes) in after)
        {
            File.WriteAllBytes(Path.Combine(_folder, name), bytes);
        }

        AssertWhole("nothing deleted");
        Assert.That(Files().Keys, Is.SupersetOf(after.Keys));
        Assert.That(Files().Keys, Is.Not.SupersetOf(before.Keys));

        Restore(after);
        AssertWhole("deleted");
    }

    [Test]
    public void A_kill_between_two_deletions_leaves_the_rest_for_the_next_start()
    {
        var wide = new StoreLimits { SegmentBytes = 300, MaxBytes = 3_000 };
        Fill(wide, 60);
        Dictionary<string, byte[]> all = Files();
        string[] segments = [.. all.Keys.Where(IsSegment).Order()];
        for (int deleted = 0; deleted < segments.Length - 2; deleted++)
        {
            Restore(all.Where(file => !segments.Take(deleted).Contains(file.Key)).ToDictionary());
            AssertWhole($"{deleted} deleted");
        }
    }

    [Test]
    public void A_kill_at_any_byte_that_is_written_leaves_a_store_that_opens()
    {
        // What is in each file at each flush is what a kill finds; between flushes, any part of the last write.
        var previous = new Dictionary<string, byte[]>();
        for (int number = 1; number <= 40; number++)
        {
            Fill(Small, 1);
            Dictionary<string, byte[]> now = Files();
            foreach ((string name, byte[] bytes) in now.Where(file => IsSegment(file.Key)))
            {
                int had = previous.TryGetValue(name, out byte[]? old) ? old.Length : 0;
                if (bytes.Length > had && previous.Count > 0 && had > 0)
                {
                    Dictionary<string, byte[]> cut = new(previous) { [name] = bytes[..((had + bytes.Length) / 2)] };
                    Restore(cut);
                    using FileMessageStore store = Open(Small);
                    Assert.That(store.NextSenderMsgSeqNum, Is.EqualTo(number), name);
                    Assert.That(store.TornByteCount, Is.EqualTo((bytes.Length - had) / 2), name);
                }
            }

            Restore(now);
            previous = now;
        }
    }

    [Test]
    public void A_segment_before_the_last_that_is_cut_short_is_refused_with_file_and_offset()
    {
        string[] segments = Segments();
        for (int index = 0; index < segments.Length - 1; index++)
        {
            byte[] whole = File.ReadAllBytes(segments[index]);
            foreach (int length in new[] { 0, 10, whole.Length - 1 })
            {
                File.WriteAllBytes(segments[index], whole[..length]);
                AssertRefused($"{segments[index]} is damaged at offset ");
            }

            File.WriteAllBytes(segments[index], [.. whole, .. new byte[20]]);
            AssertRefused($"{segments[index]} is damaged at offset {whole.Length} of {whole.Length + 20}");
            File.WriteAllBytes(segments[index], whole);
        }

        byte[] second = File.ReadAllBytes(segments[1]);
        File.WriteAllBytes(segments[1], second[..^(RecordHeader.Size + "message nn".Length)]);
        AssertRefused($"{segments[2]} doesn't continue the log");
        File.WriteAllBytes(segments[1], second);
        AssertWhole("as it was");
    }

    [Test]
    public void Any_changed_byte_of_a_segment_before_the_last_is_refused()
    {
        string segment = Segments()[1];
        byte[] whole = File.ReadAllBytes(segment);
        for (int position = 0; position < whole.Length; position++)
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= 0x5A;
            File.WriteAllBytes(segment, damaged);
            AssertRefused($"{segment} is damaged at offset ");
        }
    }

    [Test]
    public void A_segment_that_is_missing_in_the_middle_is_refused_by_name()
    {
        string missing = Segments()[1];
        File.Delete(missing);

        AssertRefused($"{missing} is missing");
    }

    [Test]
    public void A_last_segment_that_lost_its_beginning_is_refused()
    {
        string last = Segments()[^1];
        byte[] whole = File.ReadAllBytes(last);
        whole[20] ^= 1;
        File.WriteAllBytes(last, whole);
        AssertRefused($"{last} is damaged at offset 0");

        File.WriteAllBytes(last, new byte[whole.Length]);
        AssertRefused($"{last} is damaged at offset 0");
    }

    [Test]
    public void A_segment_of_another_place_or_another_log_is_refused()
    {
        string[] segments = Segments();
        byte[] third = File.ReadAllBytes(segments[2]);
        File.Copy(segments[1], segments[2], overwrite: true);
        AssertRefused($"{segments[2]} doesn't continue the log");

        // The number is right, but not what it says of the segments before it.
        File.WriteAllBytes(segments[2], third);
        byte[] other = new byte[LogNumbers.RecordSize];
        new LogNumbers().WriteTo(other, SegmentName.NumbersOf(StorePath)[^1]);
        File.WriteAllBytes(segments[^1], other);
        AssertRefused($"{segments[^1]} doesn't continue the log");
    }

    [Test]
    public void The_last_segment_alone_and_without_its_beginning_is_refused()
    {
        string[] segments = Segments();
        foreach (string segment in segments[..^1])
        {
            File.Delete(segment);
        }

        File.WriteAllBytes(segments[^1], []);

        AssertRefused($"{segments[^1]} has no beginning");
    }

    [Test]
    public void State_without_its_magic_number_was_never_written_and_is_made_anew()
    {
        using (FileMessageStore store = Open(Small))
        {
            store.AppendInbound(1, 0, "a"u8);
        }

        File.WriteAllBytes(StorePath + ".state", new byte[4096]);

        using FileMessageStore again = Open(Small);
        Assert.That(again.NextTargetMsgSeqNum, Is.EqualTo(2));
    }

    /// <summary>The folder right before a flush that begins a segment and deletes one, and after it.</summary>
    private (Dictionary<string, byte[]> Before, Dictionary<string, byte[]> After) AroundARoll()
    {
        while (true)
        {
            Fill(Small, 1);
            Dictionary<string, byte[]> before = Files();
            using (FileMessageStore store = Open(Small))
            {
                store.Flush();
            }

            Dictionary<string, byte[]> after = Files();
            if (before.Keys.Except(after.Keys).Any())
            {
                return (before, after);
            }
        }
    }

    private string[] Segments()
    {
        Fill(Small, 40);
        string[] segments =
            [.. SegmentName.NumbersOf(StorePath).Select(number => SegmentName.PathOf(StorePath, number))];
        Assert.That(segments, Has.Length.GreaterThanOrEqualTo(3));
        return segments;
    }

    private static bool IsSegment(string name) => SegmentName.TryParse(name, out _, out _);

    /// <summary>Appends messages without the last one's flush beginning a segment.</summary>
    private void Fill(StoreLimits limits, int count)
    {
        using FileMessageStore store = Open(limits);
        for (int i = 0; i < count; i++)
        {
            store.Flush();
            Append(store);
        }
    }

    private void AssertWhole(string state)
    {
        // Twice, so that what the first start mended stays mended.
        for (int start = 1; start <= 2; start++)
        {
            using FileMessageStore store = Open(Small);
            store.Flush();
            long next = store.NextSenderMsgSeqNum;
            Assert.That(store.HighestCookie, Is.EqualTo((ulong)next - 1), state);
            Assert.That(
                store.CreationTimeNs, Is.EqualTo(_time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000), state);
            for (long number = store.OldestMsgSeqNum; number < next; number++)
            {
                Assert.That(Read(store, number), Is.EqualTo($"message {number}"), state);
            }

            Assert.That(next - store.OldestMsgSeqNum, Is.GreaterThan(5), state);
            Append(store);
            Assert.That(Read(store, next), Is.EqualTo($"message {next}"), state);
        }
    }

    private void AssertRefused(string message) =>
        Assert.That(() => Open(Small), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(message));

    private static void Append(FileMessageStore store)
    {
        long number = store.NextSenderMsgSeqNum;
        byte[] bytes = Encoding.ASCII.GetBytes($"message {number}");
        store.Append(new StoredMessageInfo(number, 1, (ulong)number, 0, bytes.Length, true), bytes);
    }

    private static string Read(FileMessageStore store, long number)
    {
        byte[] buffer = new byte[16];
        Assert.That(store.TryRead(number, ref buffer, out StoredMessageInfo info), Is.True, $"message {number}");
        return Encoding.ASCII.GetString(buffer, 0, info.Length);
    }

    private Dictionary<string, byte[]> Files() => Directory.GetFiles(_folder)
        .ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);

    private void Restore(Dictionary<string, byte[]> files)
    {
        foreach (string file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }

        foreach ((string name, byte[] bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(_folder, name), bytes);
        }
    }

    private FileMessageStore Open(StoreLimits limits) => FileMessageStore.Open(_folder, Id, _time, limits);
}
