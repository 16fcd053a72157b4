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

    private string LogPath => Path.Combine(_folder, "FIX.4.4-VENUE-PEER.log");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void What_is_sent_and_received_is_read_while_it_is_written()
    {
        using FileMessageStore store = FileMessageStore.Open(
            _folder, SessionId.Fix44("VENUE", "PEER"), new ManualTime());
        using SessionLog log = SessionLog.Open(LogPath);
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
            using SessionLog log = SessionLog.Open(LogPath);
            Next(log);
            Assert.That(Next(log), Is.EqualTo("Received 1 first"), $"{cut}");
            Assert.That(Next(log), Is.Null, $"{cut}");
            File.WriteAllBytes(LogPath, whole);
            Assert.That(Next(log), Is.EqualTo("Received 2 second"), $"{cut}");
        }

        byte[] bad = [.. whole];
        bad[whole.AsSpan().IndexOf("first"u8)] ^= 1;
        File.WriteAllBytes(LogPath, bad);
        using SessionLog damaged = SessionLog.Open(LogPath);
        Next(damaged);
        Assert.That(() => Next(damaged), Throws.TypeOf<InvalidDataException>().With.Message.Contains("byte"));
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
