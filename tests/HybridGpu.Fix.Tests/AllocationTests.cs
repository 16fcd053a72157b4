using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>What runs per message allocates nothing, with the file store and validation on.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private const int Warmup = 2_000;
    private const int Measured = 10_000;
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Outbound_message_allocates_nothing()
    {
        using SessionHarness harness = Quiet();
        byte[] execId = "EXEC-1"u8.ToArray();
        Send(harness, execId, Warmup);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Send(harness, execId, Measured);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(harness.Session.NextSenderMsgSeqNum, Is.EqualTo(Warmup + Measured + 2));
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void Inbound_message_allocates_nothing()
    {
        using SessionHarness harness = Quiet();
        byte[][] messages = new byte[Warmup + Measured][];
        for (int index = 0; index < messages.Length; index++)
        {
            messages[index] = Wire.Frame(
                $"35=D|34={index + 2}|49=PEER|52={harness.Time.Text()}|56=VENUE|{harness.OrderBody("X")}");
        }

        Feed(harness, messages.AsSpan(0, Warmup));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(harness, messages.AsSpan(Warmup));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(harness.Application.AppCount, Is.EqualTo(messages.Length));
        Assert.That(allocated, Is.Zero);
    }

    private static void Send(SessionHarness harness, byte[] execId, int count)
    {
        for (int index = 0; index < count; index++)
        {
            new Generated.ExecutionReportWriter(harness.Writer).OrderID(index).ExecID(execId)
                .ExecType(Generated.ExecTypeValues.New).OrdStatus(Generated.OrdStatusValues.New).Symbol("BTC"u8)
                .Side(Generated.SideValues.Buy).LeavesQty(new FixDecimal(index, 3)).CumQty(default).AvgPx(default);
            harness.Session.Send(harness.Writer, (ulong)index);
        }
    }

    private static void Feed(SessionHarness harness, ReadOnlySpan<byte[]> messages)
    {
        foreach (byte[] message in messages)
        {
            harness.ReceiveRaw(message);
        }
    }

    private SessionHarness Quiet()
    {
        var time = new ManualTime();
        FileMessageStore store = FileMessageStore.Open(_folder, SessionId.Fix44("VENUE", "PEER"), time);
        SessionHarness harness = new SessionHarness(store: store, time: time).LogOn();
        harness.Transport.IsQuiet = true;
        harness.Application.IsQuiet = true;
        return harness;
    }
}
