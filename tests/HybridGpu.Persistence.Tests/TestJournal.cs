using System.Globalization;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Tests;

/// <summary>Commands that can be told from their sequence, and small journals of them.</summary>
internal static class TestJournal
{
    public static readonly JournalOptions Small = new()
    {
        SegmentBytes = 10 * 4096,
        FrameBytes = 2 * 4096,
        ReserveBytes = 2 * 4096,
        UnsyncedMillisMax = int.MaxValue,
    };

    public static Command Make(ulong sequence, byte[] payloadStore, out ReadOnlySpan<byte> payload)
    {
        // Every third has a payload, of lengths that need each amount of padding.
        int length = sequence % 3 == 0 ? (int)(sequence % 61) : 0;
        for (int i = 0; i < length; i++)
        {
            payloadStore[i] = (byte)((sequence * 31) + (ulong)i);
        }

        Command command = Command.Of(sequence % 3 == 0 ? CommandKind.RiskEpoch : CommandKind.NewOrder);
        command.Header.Sequence = sequence;
        command.Header.SequencedNs = (long)sequence * 1_000;
        command.Header.MsgSeqNum = sequence ^ 0x5555;
        command.Header.PayloadLength = (uint)length;
        command.NewOrder.PriceTicks = (long)(sequence * 7919);
        payload = payloadStore.AsSpan(0, length);
        return command;
    }

    public static JournalStatus Append(JournalWriter writer)
    {
        byte[] store = new byte[64];
        Command command = Make(writer.NextSequence, store, out ReadOnlySpan<byte> payload);
        return writer.Append(in command, payload);
    }

    public static void AppendBatch(JournalWriter writer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.That(Append(writer), Is.EqualTo(JournalStatus.Ok));
        }

        writer.Commit();
    }

    /// <summary>A closed journal with batches of the given sizes.</summary>
    public static MemoryDisk WithBatches(JournalOptions options, bool close, params int[] batches)
    {
        var disk = new MemoryDisk();
        using JournalWriter writer = JournalWriter.Open(disk, options);
        foreach (int batch in batches)
        {
            AppendBatch(writer, batch);
        }

        if (close)
        {
            writer.Close();
        }

        return disk.Copy();
    }

    /// <summary>Reads all of it, each command being what its sequence says.</summary>
    /// <returns>The last sequence.</returns>
    public static ulong ReadAll(IJournalFileSystem files, ulong from = 1)
    {
        using JournalReader reader = JournalReader.Open(files, from);
        ulong expected = from;
        byte[] store = new byte[64];
        while (reader.TryRead())
        {
            Command command = Make(expected, store, out ReadOnlySpan<byte> payload);
            bool equal = Command.Bytes(in command).SequenceEqual(Command.Bytes(in reader.Current))
                && payload.SequenceEqual(reader.Payload);
            if (!equal)
            {
                Assert.Fail($"Command {expected} reads differently.");
            }

            expected++;
        }

        return expected - 1;
    }

    public static int Seed()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        int seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return seed;
    }
}
