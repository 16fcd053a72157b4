using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>Reading a log beside the session that writes it, and messages for people.</summary>
public sealed class SessionLogTests
{
    private string _folder = string.Empty;

    private string StorePath => Path.Combine(_folder, "FIX.4.4-VENUE-PEER");

    private string LogPath => StorePath + ".log";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void What_is_sent_and_received_is_read_while_it_is_written()
    {
        using FileMessageStore store = FileMessageStore.Open(
            _folder, SessionId.Fix44("VENUE", "PEER"), new ManualTime());
        using SessionLog log = SessionLog.Open(StorePath);
        store.AppendInbound(1, 5, "an order"u8);
        store.Flush();
        Assert.That(Next(log), Is.EqualTo("Reset 1 "));
        Assert.That(Next(log), Is.EqualTo("Received 1 an order"));
        Assert.That(Next(log), Is.Null);

        store.AppendInbound(2, 6, "another"u8);
        store.Reset(7);
        store.Flush();

        Assert.That(Next(log), Is.EqualTo("Received 2 another"));
        Assert.That(Next(log), Is.EqualTo("Reset 1 "));
        Assert.That(Next(log), Is.Null);
    }

    [Test]
    public void A_record_of_which_only_a_part_is_there_waits_for_the_rest_and_damage_is_said()
    {
        using (FileMessageStore store = FileMessageStore.Open(
            _folder, SessionId.Fix44("VENUE", "PEER"), new ManualTime()))
        {
            store.AppendInbound(1, 5, "first"u8);
            store.AppendInbound(2, 5, "second"u8);
        }

        byte[] whole = File.ReadAllBytes(LogPath);
        for (int cut = whole.Length - 1; cut > whole.Length - 50; cut--)
        {
            File.WriteAllBytes(LogPath, whole[..cut]);
            using SessionLog log = SessionLog.Open(StorePath);
            Next(log);
            Assert.That(Next(log), Is.EqualTo("Received 1 first"), $"{cut}");
            Assert.That(Next(log), Is.Null, $"{cut}");
            File.WriteAllBytes(LogPath, whole);
            Assert.That(Next(log), Is.EqualTo("Received 2 second"), $"{cut}");
        }

        byte[] bad = [.. whole];
        bad[whole.AsSpan().IndexOf("first"u8)] ^= 1;
        File.WriteAllBytes(LogPath, bad);
        using SessionLog damaged = SessionLog.Open(StorePath);
        Next(damaged);
        Assert.That(() => Next(damaged), Throws.TypeOf<InvalidDataException>().With.Message.Contains("byte"));
    }

    [Test]
    public void Reading_goes_on_over_segments_and_says_what_is_gone()
    {
        var limits = new StoreLimits { SegmentBytes = 200, MaxBytes = 800 };
        FileMessageStore store = FileMessageStore.Open(
            _folder, SessionId.Fix44("VENUE", "PEER"), new ManualTime(), limits);
        using SessionLog log = SessionLog.Open(StorePath);
        var read = new List<string>();
        for (int number = 1; number <= 40; number++)
        {
            store.AppendInbound(number, 5, Encoding.ASCII.GetBytes($"message {number}"));
            store.Flush();
            while (Next(log) is { } entry)
            {
                read.Add(entry);
            }
        }

        store.Dispose();
        Assert.That(File.Exists(LogPath), Is.False, "the first segment is gone");
        Assert.That(
            read, Is.EqualTo(Enumerable.Range(1, 40).Select(number => $"Received {number} message {number}")
                .Prepend("Reset 1 ")));

        using SessionLog late = SessionLog.Open(StorePath);
        Assert.That(Next(late), Is.EqualTo("OlderDeleted 1 "));
        string? last = null;
        int count = 0;
        while (Next(late) is { } entry)
        {
            (last, count) = (entry, count + 1);
        }

        Assert.That(last, Is.EqualTo("Received 40 message 40"));
        Assert.That(count, Is.InRange(5, 15));
    }

    [Test]
    public void A_reader_that_is_overtaken_says_so_and_goes_on()
    {
        var limits = new StoreLimits { SegmentBytes = 200, MaxBytes = 800 };
        FileMessageStore store = FileMessageStore.Open(
            _folder, SessionId.Fix44("VENUE", "PEER"), new ManualTime(), limits);
        using SessionLog log = SessionLog.Open(StorePath);
        for (int number = 1; number <= 40; number++)
        {
            store.AppendInbound(number, 5, Encoding.ASCII.GetBytes($"message {number}"));
            store.Flush();
        }

        store.Dispose();
        var read = new List<string>();
        while (Next(log) is { } entry)
        {
            read.Add(entry);
        }

        Assert.That(read[..2], Is.EqualTo(new[] { "Reset 1 ", "Received 1 message 1" }), "its file was open");
        Assert.That(read.Count(entry => entry == "OlderDeleted 1 "), Is.EqualTo(1));
        Assert.That(read[^1], Is.EqualTo("Received 40 message 40"));
    }

    [Test]
    public void Logs_are_found_by_their_sessions_whatever_their_names_look_like()
    {
        string[] files =
        [
            "FIX.4.4-V-A.log", "FIX.4.4-V-A.log.000002", "FIX.4.4-V-B.log.000007", "FIX.4.4-V-C.log.000002.log",
            "FIX.4.4-V-D.log.2", "FIX.4.4-V-E.log.000001", "FIX.4.4-V-F.state", "A.stopped", "FIX.4.4-V-G.log.1000000",
        ];
        foreach (string file in files)
        {
            File.WriteAllText(Path.Combine(_folder, file), "");
        }

        Assert.That(
            SessionLog.Find(_folder).Select(Path.GetFileName),
            Is.EqualTo(new[] { "FIX.4.4-V-A", "FIX.4.4-V-B", "FIX.4.4-V-C.log.000002", "FIX.4.4-V-G" }));
        Assert.That(SessionLog.Find(Path.Combine(_folder, "nowhere")), Is.Empty);
        Assert.That(
            () => SessionLog.Open(Path.Combine(_folder, "FIX.4.4-V-D")), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void A_message_is_described_by_its_names_and_rubbish_as_such()
    {
        byte[] order = Wire.Frame("35=D|49=A|56=B|34=7|52=20260205-08:00:00|11=X1|55=BTC-PERP|54=1|9999=?");

        Assert.That(
            FixText.Describe(order, DataDictionary.HybridGpu),
            Is.EqualTo("NewOrderSingle(D) ClOrdID(11)=X1 Symbol(55)=BTC-PERP Side(54)=1 (9999)=?"));
        Assert.That(
            FixText.Describe("\u0001x\u0002"u8, DataDictionary.HybridGpu), Is.EqualTo("not a message: .x."));
    }

    private static string? Next(SessionLog log) => log.TryRead(out SessionLogEntry entry)
        ? $"{entry.Kind} {entry.MsgSeqNum} {Encoding.ASCII.GetString(entry.Message.Span)}"
        : null;
}
