using System;
using System.Runtime.InteropServices;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>The term and the durable watermark in two records that are overwritten in turn, each in its own page, so
/// that a torn update leaves the one before.</summary>
internal sealed class ControlFile : IDisposable
{
    private const int RecordStride = FrameFormat.Alignment;
    private const int ReadAttempts = 4;
    private readonly IJournalFile _file;
    private Superblock _current;

    private ControlFile(IJournalFile file, in Superblock current)
    {
        _file = file;
        _current = current;
    }

    internal ulong Term => _current.Term;

    internal ulong Watermark => _current.Watermark;

    /// <summary>Makes the file of a new journal: both records whole before the name exists.</summary>
    internal static void Create(IJournalFileSystem files)
    {
        using (IJournalFile file = files.Create(SegmentName.ControlDraft))
        {
            file.Allocate(2 * RecordStride);
            using var control = new ControlFile(file, default);
            control.UpdateBoth(0, 0);
        }

        files.Rename(SegmentName.ControlDraft, SegmentName.Control);
        files.FlushDirectory();
    }

    internal static ControlFile Open(IJournalFileSystem files, bool writable)
    {
        IJournalFile file = files.Open(SegmentName.Control, writable);
        try
        {
            return new ControlFile(file, ReadNewest(files, file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the records again, for a reader beside a running writer.</summary>
    internal static ulong ReadWatermark(IJournalFileSystem files)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using ControlFile control = Open(files, writable: false);
                return control.Watermark;
            }
            catch (JournalDamagedException) when (attempt < ReadAttempts)
            {
                // Each record may have been caught in the middle of its own update.
            }
        }
    }

    /// <summary>Writes the next record and makes it durable.</summary>
    internal void Update(ulong term, ulong watermark)
    {
        Superblock next = default;
        next.Magic = Superblock.MagicValue;
        next.Version = FrameFormat.Version;
        next.Update = _current.Update + 1;
        next.Term = term;
        next.Watermark = watermark;
        next.Hash = next.ComputeHash();
        FileIo.WriteAll(
            _file, OffsetOf(next.Update), MemoryMarshal.AsBytes(new ReadOnlySpan<Superblock>(in next)));
        _file.Flush();
        _current = next;
    }

    /// <summary>Writes both records, so that losing either later loses nothing of this.</summary>
    internal void UpdateBoth(ulong term, ulong watermark)
    {
        Update(term, watermark);
        Update(term, watermark);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static long OffsetOf(ulong update) => (long)(update & 1) * RecordStride;

    private static Superblock ReadNewest(IJournalFileSystem files, IJournalFile file)
    {
        Superblock newest = default;
        for (ulong i = 0; i < 2; i++)
        {
            Superblock record = default;
            FileIo.ReadAll(file, OffsetOf(i), MemoryMarshal.AsBytes(new Span<Superblock>(ref record)));
            if (!record.IsWhole)
            {
                continue;
            }

            if (record.Version != FrameFormat.Version)
            {
                throw new JournalVersionException(files.Location, SegmentName.Control, OffsetOf(i), record.Version);
            }

            if (record.Update > newest.Update)
            {
                newest = record;
            }
        }

        return newest.Update > 0
            ? newest
            : throw JournalDamagedException.OfControlFile(
                files.Location, SegmentName.Control, "Neither of the two control records is whole.");
    }
}
