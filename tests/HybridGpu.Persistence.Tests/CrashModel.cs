using System.IO.Hashing;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Tests;

/// <summary>What a journal must hold: every command ever appended, with its term, and a digest of all up to
/// each.</summary>
internal sealed class CrashModel
{
    private readonly byte[] _payload = new byte[64];
    private readonly List<ulong> _terms = [];
    private readonly List<UInt128> _digests = [0];

    public ulong Count => (ulong)_terms.Count;

    /// <summary>Last command that was acknowledged.</summary>
    public ulong Acknowledged { get; set; }

    public UInt128 DigestAt(ulong sequence) => _digests[(int)sequence];

    public bool Append(JournalWriter writer)
    {
        // The term makes a command that comes back from an earlier life different from the one that took its place.
        Command command = Make(Count + 1, writer.Term, out ReadOnlySpan<byte> payload);
        if (writer.Append(in command, payload) != JournalStatus.Ok)
        {
            return false;
        }

        _terms.Add(writer.Term);
        _digests.Add(Next(_digests[^1], in command, payload));
        return true;
    }

    /// <summary>Forgets what a crash has taken, which must not have been acknowledged.</summary>
    public void CutTo(ulong sequence, string where)
    {
        Assert.That(sequence, Is.InRange(Acknowledged, Count), where);
        _terms.RemoveRange((int)sequence, _terms.Count - (int)sequence);
        _digests.RemoveRange((int)sequence + 1, _digests.Count - (int)sequence - 1);
    }

    /// <summary>Reads on to the end and compares each command.</summary>
    public ulong CheckFrom(JournalReader reader, ulong sequence, UInt128 digest, string where)
    {
        while (reader.TryRead())
        {
            if (reader.Current.Header.Sequence != ++sequence)
            {
                Assert.Fail($"Command {reader.Current.Header.Sequence} follows {sequence - 1}: {where}");
            }

            digest = Next(digest, in reader.Current, reader.Payload);
            if (digest != _digests[(int)sequence])
            {
                Assert.Fail($"Command {sequence} is not the one that was appended: {where}");
            }
        }

        return sequence;
    }

    public ulong CheckAll(IJournalFileSystem files, string where)
    {
        using JournalReader reader = JournalReader.Open(files);
        return CheckFrom(reader, 0, 0, where);
    }

    private static UInt128 Next(UInt128 digest, in Command command, ReadOnlySpan<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[16 + Command.WireSize + 64];
        MemoryMarshal.Write(bytes, in digest);
        Command.Bytes(in command).CopyTo(bytes[16..]);
        payload.CopyTo(bytes[(16 + Command.WireSize)..]);
        return XxHash128.HashToUInt128(bytes[..(16 + Command.WireSize + payload.Length)]);
    }

    private Command Make(ulong sequence, ulong term, out ReadOnlySpan<byte> payload)
    {
        Command command = TestJournal.Make(sequence, _payload, out payload);
        command.Header.MsgSeqNum = term;
        return command;
    }
}
