using System.IO.Hashing;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Persistence.Tests;

/// <summary>The bytes as docs/wire.md has them.</summary>
public sealed class JournalFormatTests
{
    private const string Segment = "journal-00000000000000000001.seg";

    [Test]
    public void The_first_frame_has_the_documented_bytes()
    {
        MemoryDisk disk = OneClock();
        ReadOnlySpan<byte> frame = disk.Bytes(Segment).AsSpan(0, 4096);
        Assert.That(Convert.ToHexStringLower(frame[..280]), Is.EqualTo(
            "0ccafe2bce47d4e297b2a3a5e230dce848474a46010001000000000001000000c800000000000000"
            + "01000000000000000100000000000000000000000000000000000000000000000000000000000000"
            + "010000000000000000002a36fe9c971700002a36fe9c971700000000000000000000000022000000"
            + "05000000000000000000000000000000000000000000000000000000000000000000000000000000"
            + "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
            + "00000000000000000000000000000000000000000000000000000000000000000000000000000000"
            + "000000000000000000000000000000000000000000000000000000000000000068656c6c6f000000"));
        Assert.That(frame[280..].IndexOfAnyExcept((byte)0), Is.EqualTo(-1));
    }

    [Test]
    public void The_control_record_has_the_documented_bytes()
    {
        MemoryDisk disk = OneClock();
        Assert.That(
            Convert.ToHexStringLower(disk.Bytes("journal.control").AsSpan(4096, 40)),
            Is.EqualTo("48474a53010000000300000000000000010000000000000000000000000000007565c111e384455c"));
    }

    [Test]
    public void A_frame_of_an_unknown_version_is_refused_not_trimmed()
    {
        MemoryDisk disk = OneClock();
        Span<byte> frame = disk.Bytes(Segment).AsSpan(0, 4096);
        frame[20] = 2;
        BitConverter.TryWriteBytes(frame, XxHash128.HashToUInt128(frame[16..]));
        Assert.That(
            () => JournalWriter.Open(disk, TestJournal.Small),
            Throws.TypeOf<JournalVersionException>().With.Message.Contains("version 2"));
        Assert.That(() => TestJournal.ReadAll(disk), Throws.TypeOf<JournalVersionException>());
    }

    private static MemoryDisk OneClock()
    {
        var disk = new MemoryDisk();
        using JournalWriter writer = JournalWriter.Open(disk, TestJournal.Small);
        Command command = Command.Of(CommandKind.Clock);
        command.Header.Sequence = 1;
        command.Header.SequencedNs = 1_700_000_000_000_000_000;
        command.Header.MarketNs = 1_700_000_000_000_000_000;
        command.Header.PayloadLength = 5;
        _ = writer.Append(in command, "hello"u8);
        writer.Commit();
        return disk.Copy();
    }
}
