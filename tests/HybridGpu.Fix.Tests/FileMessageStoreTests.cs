using System.Text;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

public sealed class FileMessageStoreTests
{
    private static readonly SessionId Id = SessionId.Fix44("VENUE", "PEER");
    private readonly ManualTime _time = new();
    private string _folder = string.Empty;

    private string LogPath => Path.Combine(_folder, "FIX.4.4-VENUE-PEER.log");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void New_store_begins_at_one()
    {
        using FileMessageStore store = Open();

        Assert.That(store.NextSenderMsgSeqNum, Is.EqualTo(1));
        Assert.That(store.NextTargetMsgSeqNum, Is.EqualTo(1));
        Assert.That(store.HighestCookie, Is.Zero);
        Assert.That(store.CreationTimeNs, Is.GreaterThan(0));
    }

    [Test]
    public void Reopened_store_knows_numbers_cookies_and_messages()
    {
        long created;
        using (FileMessageStore store = Open())
        {
            created = store.CreationTimeNs;
            for (int number = 1; number <= 200; number++)
            {
                Append(store, number, cookie: (ulong)(1000 + number));
                store.AppendInbound(number, 5, "inbound"u8);
            }

            store.NextTargetMsgSeqNum = 17;
            store.LastInboundCommandSeqNum = 16;
        }

        using FileMessageStore again = Open();
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(201));
        Assert.That(again.NextTargetMsgSeqNum, Is.EqualTo(17));
        Assert.That(again.LastInboundCommandSeqNum, Is.EqualTo(16));
        Assert.That(again.HighestCookie, Is.EqualTo(1200));
        Assert.That(again.CreationTimeNs, Is.EqualTo(created));
        foreach (long number in new long[] { 200, 1, 33, 34, 35, 31, 200, 64 })
        {
            Assert.That(Read(again, number), Is.EqualTo($"message {number}"));
        }
    }

    [Test]
    public void What_was_flushed_survives_without_closing()
    {
        FileMessageStore store = Open();
        Append(store, 1, cookie: 7);
        store.Flush();
        Append(store, 2, cookie: 8);
        store.NextTargetMsgSeqNum = 5;
        string copy = Directory.CreateDirectory(Path.Combine(_folder, "killed")).FullName;
        foreach (string file in new[] { LogPath, Path.ChangeExtension(LogPath, ".state") })
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        store.Dispose();

        using FileMessageStore again = FileMessageStore.Open(copy, Id, _time);
        Assert.That(again.HighestCookie, Is.EqualTo(7));
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(2));
        Assert.That(again.NextTargetMsgSeqNum, Is.EqualTo(5));
    }

    [Test]
    public void Log_cut_at_any_byte_of_the_last_record_opens_with_the_records_before()
    {
        long before;
        using (FileMessageStore store = Open())
        {
            Append(store, 1, cookie: 11);
            Append(store, 2, cookie: 12);
            store.Flush();
            before = new FileInfo(LogPath).Length;
            Append(store, 3, cookie: 13);
        }

        byte[] whole = File.ReadAllBytes(LogPath);
        for (long length = before; length < whole.Length; length++)
        {
            File.WriteAllBytes(LogPath, whole[..(int)length]);

            using FileMessageStore store = Open();

            Assert.That(store.NextSenderMsgSeqNum, Is.EqualTo(3), $"cut at {length}");
            Assert.That(store.HighestCookie, Is.EqualTo(12));
            Assert.That(store.TornByteCount, Is.EqualTo(length - before));
            Append(store, 3, cookie: 99);
            Assert.That(Read(store, 3), Is.EqualTo("message 3"));
            Assert.That(Read(store, 2), Is.EqualTo("message 2"));
        }
    }

    [Test]
    public void Last_record_with_any_byte_changed_is_cut_off_or_refused_but_never_read()
    {
        long before;
        using (FileMessageStore store = Open())
        {
            Append(store, 1, cookie: 11);
            store.Flush();
            before = new FileInfo(LogPath).Length;
            Append(store, 2, cookie: 12);
        }

        byte[] whole = File.ReadAllBytes(LogPath);
        for (long position = before; position < whole.Length; position++)
        {
            byte[] damaged = [.. whole];
            damaged[position] ^= 0x5A;
            File.WriteAllBytes(LogPath, damaged);
            try
            {
                using FileMessageStore store = Open();
                Assert.That(store.NextSenderMsgSeqNum, Is.EqualTo(2), $"changed at {position}");
            }
            catch (InvalidDataException)
            {
                // A header that makes no sense is refused rather than cut: it may be damage.
                Assert.That(position - before, Is.LessThan(RecordHeader.Size));
            }
        }
    }

    [Test]
    public void Damage_before_the_end_is_refused()
    {
        using (FileMessageStore store = Open())
        {
            Append(store, 1);
            Append(store, 2);
        }

        byte[] bytes = File.ReadAllBytes(LogPath);
        bytes[(2 * RecordHeader.Size) + 3] ^= 1;
        File.WriteAllBytes(LogPath, bytes);

        Assert.That(Open, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("damaged at offset"));
    }

    [Test]
    public void A_log_that_was_overwritten_is_refused_rather_than_begun_anew()
    {
        using (FileMessageStore store = Open())
        {
            Append(store, 1);
        }

        File.WriteAllBytes(LogPath, [.. Enumerable.Repeat((byte)'x', 300)]);
        Assert.That(Open, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("damaged at offset 0"));

        File.WriteAllBytes(LogPath, new byte[300]);
        Assert.That(Open, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("damaged at offset 0"));
    }

    [Test]
    public void Tail_of_zeros_is_cut_off()
    {
        using (FileMessageStore store = Open())
        {
            Append(store, 1);
        }

        using (FileStream log = File.Open(LogPath, FileMode.Append))
        {
            log.Write(new byte[5000]);
        }

        using FileMessageStore again = Open();
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(2));
        Assert.That(again.TornByteCount, Is.EqualTo(5000));
    }

    [Test]
    public void Reset_starts_over_and_keeps_the_cookie()
    {
        using (FileMessageStore store = Open())
        {
            Append(store, 1, cookie: 5);
            store.NextTargetMsgSeqNum = 9;
            store.Reset(123);
            Append(store, 1, cookie: 6, text: "after");
        }

        using FileMessageStore again = Open();
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(2));
        Assert.That(again.NextTargetMsgSeqNum, Is.EqualTo(1));
        Assert.That(again.CreationTimeNs, Is.EqualTo(123));
        Assert.That(again.HighestCookie, Is.EqualTo(6));
        Assert.That(Read(again, 1), Is.EqualTo("after"));
    }

    [Test]
    public void Reset_interrupted_between_log_and_state_is_completed_at_opening()
    {
        string state = Path.ChangeExtension(LogPath, ".state");
        using (FileMessageStore store = Open())
        {
            store.NextTargetMsgSeqNum = 9;
        }

        byte[] old = File.ReadAllBytes(state);
        using (FileMessageStore store = Open())
        {
            store.Reset(123);
        }

        File.WriteAllBytes(state, old);

        using FileMessageStore again = Open();
        Assert.That(again.NextTargetMsgSeqNum, Is.EqualTo(1));
        Assert.That(again.CreationTimeNs, Is.EqualTo(123));
    }

    [Test]
    public void Lost_state_is_taken_from_audited_messages()
    {
        using (FileMessageStore store = Open())
        {
            store.AppendInbound(1, 0, "a"u8);
            store.AppendInbound(2, 0, "b"u8);
        }

        File.Delete(Path.ChangeExtension(LogPath, ".state"));

        using FileMessageStore again = Open();
        Assert.That(again.NextTargetMsgSeqNum, Is.EqualTo(3));
    }

    [Test]
    public void Second_opening_of_a_live_store_is_refused()
    {
        using FileMessageStore store = Open();

        Assert.That(Open, Throws.InstanceOf<IOException>());
    }

    [Test]
    public void Next_outbound_number_that_was_set_is_remembered_and_the_hole_is_not_readable()
    {
        using (FileMessageStore store = Open())
        {
            Append(store, 1);
            store.SetNextSenderMsgSeqNum(10);
            Append(store, 10);
        }

        using FileMessageStore again = Open();
        byte[] buffer = new byte[16];
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(11));
        Assert.That(again.TryRead(5, ref buffer, out _), Is.False);
        Assert.That(Read(again, 10), Is.EqualTo("message 10"));
    }

    [Test]
    public void Message_larger_than_the_write_buffer_is_kept()
    {
        string text = new('x', 300_000);
        using FileMessageStore store = Open();

        Append(store, 1);
        Append(store, 2, text: text);
        Append(store, 3);

        Assert.That(Read(store, 2), Is.EqualTo(text));
        Assert.That(Read(store, 3), Is.EqualTo("message 3"));
    }

    [Test]
    public void Passwords_never_reach_the_log()
    {
        using (var harness = new SessionHarness(store: Open(), time: _time))
        {
            harness.LogOn(1, "98=0|108=30|553=key|554=hunter2");
            harness.Session.Abort("test");
            harness.Application.Credentials = "hunter3";
            harness.Connect(isInitiator: true);
            Assert.That(harness.Transport.Next(), Does.Contain("554=hunter3|"));
        }

        string log = Encoding.Latin1.GetString(File.ReadAllBytes(LogPath));
        Assert.That(log, Does.Not.Contain("hunter"));
        Assert.That(log, Does.Contain("554=*******"));
    }

    [Test]
    public void Restarted_session_resends_what_an_earlier_process_sent()
    {
        using (var harness = new SessionHarness(store: Open(), time: _time))
        {
            harness.LogOn();
            harness.Report("E2", cookie: 77);
        }

        using var restarted = new SessionHarness(store: Open(), time: _time);
        restarted.LogOn(2);
        restarted.Receive("2", 3, "7=2|16=2");

        string again = restarted.Transport.Next();
        Assert.That(restarted.Session.HighestCookie, Is.EqualTo(77));
        Assert.That(Wire.Field(again, 17), Is.EqualTo("E2"));
        Assert.That(Wire.Field(again, 43), Is.EqualTo("Y"));
    }

    [Test]
    public void Memory_store_forgets_the_oldest_at_its_bound()
    {
        using var store = new MemoryMessageStore(_time, byteCapacity: 1024, messageCapacity: 1000);
        for (int number = 1; number <= 500; number++)
        {
            Append(store, number);
        }

        byte[] buffer = new byte[16];
        int kept = Enumerable.Range(1, 500).Count(number => store.TryRead(number, ref buffer, out _));
        Assert.That(kept, Is.InRange(80, 95));
        Assert.That(Read(store, 500), Is.EqualTo("message 500"));
        Assert.That(Read(store, 420), Is.EqualTo("message 420"));
    }

    private static void Append(IMessageStore store, long number, ulong cookie = 0, string? text = null)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text ?? $"message {number}");
        store.Append(new StoredMessageInfo(number, 1, cookie, 0, bytes.Length, true), bytes);
    }

    private static string Read(IMessageStore store, long number)
    {
        byte[] buffer = new byte[16];
        Assert.That(store.TryRead(number, ref buffer, out StoredMessageInfo info), Is.True, $"message {number}");
        return Encoding.ASCII.GetString(buffer, 0, info.Length);
    }

    private FileMessageStore Open() => FileMessageStore.Open(_folder, Id, _time);
}
