using System.Globalization;
using System.Text;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>The store's log in segments: bounded, and the same to its session as one that keeps everything.</summary>
public sealed class SegmentedStoreTests
{
    // A log without segments, made with another implementation of its format: a reset at one second, "inbound 1", and
    // two messages with cookies 7 and 8.
    private const string OldLog =
        "2C0000009F5E6FFE0300000000000000010000000000000000CA9A3B00000000000000000000000000000000"
        + "35000000DC712F75020000000900000001000000000000000500000000000000000000000000000000000000696E626F"
        + "756E642031"
        + "35000000CFF292140101000009000000010000000000000001000000000000000700000000000000000000006D657373"
        + "6167652031"
        + "35000000C77BE5480101000009000000020000000000000001000000000000000800000000000000000000006D657373"
        + "6167652032";

    private static readonly SessionId Id = SessionId.Fix44("VENUE", "PEER");
    private static readonly StoreLimits Small = new() { SegmentBytes = 1_000, MaxBytes = 5_000 };
    private readonly ManualTime _time = new();
    private string _folder = string.Empty;

    private string StorePath => Path.Combine(_folder, "FIX.4.4-VENUE-PEER");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Oldest_messages_go_and_the_newest_within_the_bound_are_read_over_segments_also_after_a_restart()
    {
        long oldest;
        using (FileMessageStore store = Open(Small))
        {
            Fill(store, 1, 500);
            oldest = store.OldestMsgSeqNum;
            Check(store, oldest);
        }

        using FileMessageStore again = Open(Small);
        Assert.That(again.OldestMsgSeqNum, Is.EqualTo(oldest));
        Check(again, oldest);

        void Check(FileMessageStore store, long first)
        {
            // 5,000 bytes less a segment, of 56 bytes a message and 60 a segment.
            Assert.That(first, Is.InRange(500 - 90, 500 - 60));
            Assert.That(store.NextSenderMsgSeqNum, Is.EqualTo(501));
            byte[] buffer = new byte[16];
            Assert.That(store.TryRead(first - 1, ref buffer, out _), Is.False);
            Assert.That(store.TryRead(1, ref buffer, out _), Is.False);
            for (long number = first; number <= 500; number++)
            {
                Assert.That(Read(store, number), Is.EqualTo($"message {number}"));
            }

            for (long number = 500; number >= first; number -= 7)
            {
                Assert.That(Read(store, number), Is.EqualTo($"message {number}"));
            }
        }
    }

    [Test]
    public void A_bounded_store_says_what_one_says_that_keeps_everything()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_STORE_SEED");
        int seed = given is null ? Environment.TickCount : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"seed {seed}, set HYBRIDGPU_STORE_SEED to it for the same run");
        for (int run = 0; run < 20; run++)
        {
            var random = new Random(seed + run);
            string here = Path.Combine(_folder, $"{run}");
            FileMessageStore bounded = FileMessageStore.Open(Path.Combine(here, "a"), Id, _time, Small);
            FileMessageStore all = FileMessageStore.Open(Path.Combine(here, "b"), Id, _time);
            try
            {
                for (int step = 0; step < 300; step++)
                {
                    Step(random, bounded, all);
                    if (random.Next(40) == 0)
                    {
                        bounded.Dispose();
                        all.Dispose();
                        if (random.Next(2) == 0)
                        {
                            File.Delete(Path.Combine(here, "a", "FIX.4.4-VENUE-PEER.state"));
                            File.Delete(Path.Combine(here, "b", "FIX.4.4-VENUE-PEER.state"));
                        }

                        bounded = FileMessageStore.Open(Path.Combine(here, "a"), Id, _time, Small);
                        all = FileMessageStore.Open(Path.Combine(here, "b"), Id, _time);
                        CheckSame(bounded, all, $"seed {seed + run}, step {step}");
                    }
                }

                CheckSame(bounded, all, $"seed {seed + run}, at the end");
                bounded.Dispose();
                Assert.That(LogBytes(Path.Combine(here, "a")), Is.LessThan(Small.MaxBytes + 1_000));
            }
            finally
            {
                bounded.Dispose();
                all.Dispose();
            }
        }
    }

    [Test]
    public void A_log_from_before_there_were_segments_is_the_first_one()
    {
        File.WriteAllBytes(StorePath + ".log", Convert.FromHexString(OldLog));
        var limits = new StoreLimits { SegmentBytes = 100, MaxBytes = 400 };
        using (FileMessageStore store = Open(limits))
        {
            Assert.That(store.CreationTimeNs, Is.EqualTo(1_000_000_000));
            Assert.That(store.NextSenderMsgSeqNum, Is.EqualTo(3));
            Assert.That(store.NextTargetMsgSeqNum, Is.EqualTo(2));
            Assert.That(store.HighestCookie, Is.EqualTo(8));
            Assert.That(Read(store, 2), Is.EqualTo("message 2"));
            store.Flush();
            Assert.That(File.Exists(StorePath + ".log.000002"), "it had its size");
            Assert.That(Read(store, 1), Is.EqualTo("message 1"));
            Fill(store, 3, 20);
        }

        Assert.That(File.Exists(StorePath + ".log"), Is.False, "it went as the oldest");
        using FileMessageStore again = Open(limits);
        Assert.That(again.CreationTimeNs, Is.EqualTo(1_000_000_000));
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(21));
        Assert.That(again.HighestCookie, Is.EqualTo(20));
    }

    [Test]
    public void A_lower_bound_takes_effect_at_opening()
    {
        using (FileMessageStore store = Open(new StoreLimits { SegmentBytes = 1_000, MaxBytes = 100_000 }))
        {
            Fill(store, 1, 500);
            Assert.That(store.OldestMsgSeqNum, Is.EqualTo(1));
        }

        using FileMessageStore again = Open(Small);
        Assert.That(again.OldestMsgSeqNum, Is.GreaterThan(400));
        Assert.That(LogBytes(_folder), Is.LessThan(Small.MaxBytes));
        Assert.That(again.NextSenderMsgSeqNum, Is.EqualTo(501));
    }

    [Test]
    public void A_peer_that_asks_for_everything_gets_one_gap_fill_for_what_is_gone()
    {
        using FileMessageStore store = Open(Small);
        using SessionHarness harness = AfterReportsTo(200, store);
        long oldest = store.OldestMsgSeqNum;
        harness.Receive("2", 2, "7=1|16=0");
        harness.Advance(0.1);

        string[] sent = [.. harness.Transport.Drain()];
        Assert.That(oldest, Is.InRange(150, 199));
        Assert.That(Wire.Field(sent[0], 35), Is.EqualTo("4"));
        Assert.That(Wire.Field(sent[0], 34), Is.EqualTo("1"));
        Assert.That(Wire.Field(sent[0], 36), Is.EqualTo($"{oldest}"));
        Assert.That(
            sent[1..].Select(message => Wire.Field(message, 17)),
            Is.EqualTo(Enumerable.Range((int)oldest, 200 - (int)oldest + 1).Select(number => $"E{number}")));
    }

    [Test]
    public void A_segment_that_can_not_be_opened_takes_its_session_down_in_the_middle_of_a_resend_and_nothing_else()
    {
        using FileMessageStore store = Open(Small);
        using SessionHarness harness = AfterReportsTo(200, store);
        string[] segments = [.. Directory.GetFiles(_folder, "*.log*").Order(StringComparer.Ordinal)];
        string middle = segments[^2];
        File.Delete(middle);
        Directory.CreateDirectory(middle);
        harness.Receive("2", 2, "7=1|16=0");
        harness.Advance(0.1);

        Assert.That(segments, Has.Length.GreaterThan(2));
        Assert.That(harness.Transport.CloseReason, Does.StartWith("message store failed"));
        Assert.That(harness.Session.StoreFault, Does.Contain(Path.GetFileName(middle)));
    }

    [Test]
    public void A_session_whose_store_can_not_begin_a_segment_goes_down_and_is_whole_when_it_is_reopened()
    {
        Directory.CreateDirectory(StorePath + ".log.000002");
        using (var harness = new SessionHarness(store: Open(Small), time: _time))
        {
            harness.LogOn();
            for (int number = 2; harness.Session.State == SessionState.LoggedOn && number < 100; number++)
            {
                harness.Report($"E{number}");
                harness.Session.FlushStore();
            }

            Assert.That(harness.Transport.CloseReason, Does.StartWith("message store failed"));
        }

        Directory.Delete(StorePath + ".log.000002");
        using FileMessageStore again = Open(Small);
        Assert.That(again.NextSenderMsgSeqNum, Is.GreaterThan(5));
        Assert.That(Read(again, again.NextSenderMsgSeqNum - 1), Does.Contain($"17=E{again.NextSenderMsgSeqNum - 1}"));
    }

    [Test]
    public void Segments_that_would_not_fit_into_the_bound_are_refused()
    {
        foreach (StoreLimits limits in new[]
        {
            new StoreLimits { SegmentBytes = 0 },
            new StoreLimits { MaxBytes = 4 * StoreLimits.Default.SegmentBytes - 1 },
            new StoreLimits { MaxBytes = -1 },
        })
        {
            Assert.That(() => Open(limits), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }

        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public void A_segment_costs_memory_once_and_a_message_none()
    {
        byte[] message = new byte[200];
        using FileMessageStore store = Open(new StoreLimits { SegmentBytes = 100_000, MaxBytes = 1_000_000 });
        for (int number = 1; number <= 1_000; number++)
        {
            store.Append(new StoredMessageInfo(number, 1, 1, 0, message.Length, true), message);
            store.Flush();
        }

        int before = Segments();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int number = 1_001; number <= 11_000; number++)
        {
            store.Append(new StoredMessageInfo(number, 1, 1, 0, message.Length, true), message);
            store.Flush();
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        int rolled = Segments() - before;

        // An index, a reader's window and some names.
        Assert.That(rolled, Is.InRange(20, 30));
        Assert.That(allocated / rolled, Is.LessThan(150_000));

        int Segments() => SegmentName.NumbersOf(StorePath)[^1];
    }

    private static void Step(Random random, FileMessageStore bounded, FileMessageStore all)
    {
        int kind = random.Next(100);
        long next = all.NextSenderMsgSeqNum;
        if (kind < 1)
        {
            long now = random.NextInt64(1, long.MaxValue);
            bounded.Reset(now);
            all.Reset(now);
        }
        else if (kind < 2)
        {
            bounded.SetNextSenderMsgSeqNum(next + kind);
            all.SetNextSenderMsgSeqNum(next + kind);
        }
        else if (kind < 40)
        {
            byte[] bytes = new byte[random.Next(80)];
            bounded.AppendInbound(all.NextTargetMsgSeqNum, 5, bytes);
            all.AppendInbound(all.NextTargetMsgSeqNum, 5, bytes);
            bounded.NextTargetMsgSeqNum++;
            all.NextTargetMsgSeqNum++;
        }
        else
        {
            byte[] bytes = Encoding.ASCII.GetBytes($"message {next}".PadRight(random.Next(10, 100)));
            var info = new StoredMessageInfo(
                next, random.Next(), (ulong)random.Next(1000), 3, bytes.Length, random.Next(2) == 0);
            bounded.Append(info, bytes);
            all.Append(info, bytes);
        }

        if (random.Next(3) == 0)
        {
            bounded.Flush();
            all.Flush();
        }
    }

    private static void CheckSame(FileMessageStore bounded, FileMessageStore all, string where)
    {
        Assert.That(Numbers(bounded), Is.EqualTo(Numbers(all)), where);
        byte[] left = new byte[16];
        byte[] right = new byte[16];
        for (long number = 1; number < all.NextSenderMsgSeqNum + 2; number++)
        {
            bool isThere = all.TryRead(number, ref right, out StoredMessageInfo expected);
            bool isKept = bounded.TryRead(number, ref left, out StoredMessageInfo info);
            Assert.That(isKept, Is.EqualTo(isThere && number >= bounded.OldestMsgSeqNum), $"{where}, {number}");
            if (isKept)
            {
                Assert.That(info, Is.EqualTo(expected), $"{where}, {number}");
                Assert.That(left.AsSpan(0, info.Length).SequenceEqual(right.AsSpan(0, info.Length)), where);
            }
        }
    }

    private static (long Sender, long Target, ulong Cookie, long Created, long Command) Numbers(
        FileMessageStore store) =>
        (store.NextSenderMsgSeqNum, store.NextTargetMsgSeqNum, store.HighestCookie, store.CreationTimeNs,
            store.LastInboundCommandSeqNum);

    private static void Fill(FileMessageStore store, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            byte[] bytes = Encoding.ASCII.GetBytes($"message {number}");
            store.Append(new StoredMessageInfo(number, 1, (ulong)number, 0, bytes.Length, true), bytes);
            store.Flush();
        }
    }

    private static string Read(FileMessageStore store, long number)
    {
        byte[] buffer = new byte[16];
        Assert.That(store.TryRead(number, ref buffer, out StoredMessageInfo info), Is.True, $"message {number}");
        return Encoding.ASCII.GetString(buffer, 0, info.Length);
    }

    private static long LogBytes(string folder) =>
        Directory.GetFiles(folder, "*.log*").Sum(file => new FileInfo(file).Length);

    private FileMessageStore Open(StoreLimits limits) => FileMessageStore.Open(_folder, Id, _time, limits);

    private SessionHarness AfterReportsTo(int last, FileMessageStore store)
    {
        SessionHarness harness = new SessionHarness(store: store, time: _time).LogOn();
        for (int number = 2; number <= last; number++)
        {
            harness.Report($"E{number}");
            harness.Session.FlushStore();
        }

        harness.Transport.Drain();
        return harness;
    }
}
