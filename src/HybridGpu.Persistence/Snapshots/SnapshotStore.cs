using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Journal;

namespace HybridGpu.Persistence.Snapshots;

/// <summary>Snapshots beside a journal's segments: written aside, made durable, then named; the last two are
/// kept.</summary>
/// <remarks>A snapshot only saves time: everything is in the journal, whose old segments are never deleted. So a
/// snapshot that can't be written, or read, costs a longer replay and nothing else. One thread; the directory's writer
/// saves, anybody may read.</remarks>
public sealed class SnapshotStore
{
    /// <summary>Snapshots that are kept.</summary>
    public const int KeptCount = 2;

    /// <summary>Largest payload in bytes: what one span can show.</summary>
    public static readonly long PayloadBytesMax = Array.MaxLength;

    private const int PayloadOffset = FrameFormat.Alignment;
    private const string Prefix = "snapshot-";
    private const string Suffix = ".snap";
    private const int Digits = 20;
    private readonly IJournalFileSystem _files;
    private readonly long _payloadBytesMax;

    /// <summary>The store of a journal's directory.</summary>
    /// <param name="files">Where the journal is.</param>
    public SnapshotStore(IJournalFileSystem files)
        : this(files, PayloadBytesMax)
    {
    }

    /// <summary>The same with a lower bound than can be read, so that a test reaches it.</summary>
    internal SnapshotStore(IJournalFileSystem files, long payloadBytesMax)
    {
        ArgumentNullException.ThrowIfNull(files);
        _files = files;
        _payloadBytesMax = payloadBytesMax;
    }

    /// <summary>Saves a snapshot and then deletes those that are too many. It is durable when this returns.</summary>
    /// <param name="mark">Where in the journal it stands. Everything up to there must be durable.</param>
    /// <param name="write">Writes the payload.</param>
    /// <exception cref="IOException">The disk failed or is full; earlier snapshots are as they were.</exception>
    /// <exception cref="InvalidOperationException">The payload is larger than
    /// <see cref="PayloadBytesMax"/>.</exception>
    public void Save(in SnapshotMark mark, Action<IBufferWriter<byte>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            WriteDraft(in mark, write);
            _files.Rename(SegmentName.SnapshotDraft, NameOf(mark.Sequence));
            _files.FlushDirectory();
        }
        catch
        {
            DeleteQuietly(SegmentName.SnapshotDraft);
            throw;
        }

        // What claims to be later than the present state belongs to another history and would hide what is good.
        List<ulong> sequences = FindAll();
        ulong newest = mark.Sequence;
        sequences.RemoveAll(sequence => sequence > newest && DeleteQuietly(NameOf(sequence)));
        for (int i = 0; i < sequences.Count - KeptCount; i++)
        {
            DeleteQuietly(NameOf(sequences[i]));
        }
    }

    /// <summary>Sequences of the snapshots that are there, whole or not, oldest first.</summary>
    public List<ulong> FindAll()
    {
        var found = new List<ulong>();
        foreach (string name in _files.List())
        {
            if (name.Length == Prefix.Length + Digits + Suffix.Length
                && name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(Suffix, StringComparison.Ordinal)
                && ulong.TryParse(
                    name.AsSpan(Prefix.Length, Digits), NumberStyles.None, CultureInfo.InvariantCulture,
                    out ulong sequence))
            {
                found.Add(sequence);
            }
        }

        found.Sort();
        return found;
    }

    /// <summary>Reads one and proves it whole.</summary>
    /// <param name="sequence">Which one.</param>
    /// <param name="problem">Why not, with the file's name; empty when it was read.</param>
    public Snapshot? Read(ulong sequence, out string problem)
    {
        string name = NameOf(sequence);
        try
        {
            using IJournalFile file = _files.Open(name, writable: false);
            string what = Read(file, sequence, out SnapshotHeader header, out byte[] payload);
            problem = what.Length == 0 ? string.Empty : $"{_files.Location}: {name}: {what}";
            return what.Length == 0 ? new Snapshot(name, header.Mark, payload) : null;
        }
        catch (IOException e)
        {
            problem = $"{_files.Location}: {name}: {e.Message}";
            return null;
        }
    }

    private static string NameOf(ulong sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D20}{Suffix}");

    private static string Read(IJournalFile file, ulong sequence, out SnapshotHeader header, out byte[] payload)
    {
        header = default;
        payload = [];
        FileIo.ReadAll(file, 0, MemoryMarshal.AsBytes(new Span<SnapshotHeader>(ref header)));
        if (!header.IsWhole)
        {
            return "its header is damaged or was never finished.";
        }

        if (header.Version != SnapshotHeader.CurrentVersion || header.Flags != 0)
        {
            return $"it has format version {header.Version}, this build reads {SnapshotHeader.CurrentVersion}.";
        }

        if (header.Sequence != sequence)
        {
            return $"it is of command {header.Sequence}, not of the one in its name.";
        }

        if (header.PayloadBytes > (ulong)PayloadBytesMax
            || file.Length < PayloadOffset + (long)header.PayloadBytes)
        {
            return $"it should hold {header.PayloadBytes} bytes and is cut short.";
        }

        payload = new byte[header.PayloadBytes];
        FileIo.ReadAll(file, PayloadOffset, payload);
        return XxHash128.HashToUInt128(payload) == header.PayloadHash ? string.Empty : "its payload is damaged.";
    }

    private void WriteDraft(in SnapshotMark mark, Action<IBufferWriter<byte>> write)
    {
        using IJournalFile file = _files.Create(SegmentName.SnapshotDraft);
        var writer = new SnapshotFileWriter(file, PayloadOffset);
        write(writer);
        SnapshotHeader header = default;
        header.Magic = SnapshotHeader.MagicValue;
        header.Version = SnapshotHeader.CurrentVersion;
        header.Sequence = mark.Sequence;
        header.EventOrdinal = mark.EventOrdinal;
        header.ChainHash = mark.ChainHash;
        header.PayloadHash = writer.Complete();
        header.PayloadBytes = (ulong)writer.PayloadBytes;
        header.Hash = header.ComputeHash();
        if (writer.PayloadBytes > _payloadBytesMax)
        {
            throw new InvalidOperationException(
                $"A snapshot of {writer.PayloadBytes} bytes is more than the {_payloadBytesMax} that can be read "
                + "back.");
        }

        FileIo.WriteAll(file, 0, MemoryMarshal.AsBytes(new ReadOnlySpan<SnapshotHeader>(in header)));
        file.Flush();
    }

    private bool DeleteQuietly(string name)
    {
        try
        {
            _files.Delete(name);
        }
        catch (IOException)
        {
            // Too many snapshots are no harm; the next save tries again.
        }

        return true;
    }
}
