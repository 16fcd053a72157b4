using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>The writer's files: the segment being written, the spare, the control file; and what of it is
/// durable.</summary>
/// <remarks>Writes come from one thread. Flushing may come from any, so what decides durability is behind one gate,
/// held over the fdatasync: at a roll both must agree on which file it is. The spare has a gate of its own, since
/// making one takes long; so has the control file, so that a commit never waits for its fdatasync. Order: spare, flush,
/// mark.</remarks>
internal sealed class SegmentStore : IDisposable
{
    private readonly IJournalFileSystem _files;
    private readonly JournalOptions _options;
    private readonly ControlFile _control;
    private readonly ulong _term;
    private readonly Lock _flushGate = new();
    private readonly Lock _spareGate = new();
    private readonly Lock _markGate = new();
    private IJournalFile _file;
    private IJournalFile? _spare;
    private long _segmentBytes;
    private long _position;
    private ulong _written;
    private ulong _committed;
    private ulong _watermark;
    private ulong _durable;
    private long _writtenBytes;
    private long _flushedBytes;
    private ulong _marked;
    private long _markedBytes;
    private ulong _durableAtLastCall;
    private long _flushedAt;
    private int _status;

    internal SegmentStore(
        IJournalFileSystem files, JournalOptions options, ControlFile control, in RecoveredTail tail, ulong term)
    {
        _files = files;
        _options = options;
        _control = control;
        _term = term;
        _file = files.Open(SegmentName.Of(tail.SegmentFirst), writable: true);
        _segmentBytes = _file.Length;
        _position = tail.Position;
        _written = _committed = _watermark = _durable = _marked = tail.LastSequence;
        _flushedAt = Stopwatch.GetTimestamp();
    }

    internal JournalStatus Status => (JournalStatus)Volatile.Read(ref _status);

    /// <summary>Last committed sequence that is durable.</summary>
    internal ulong DurableSequence => Volatile.Read(ref _durable);

    /// <summary>Last sequence that is durable, committed or not: at a roll it may be in the middle of a
    /// batch.</summary>
    internal ulong Watermark => Volatile.Read(ref _watermark);

    /// <summary>Bytes left in the segment.</summary>
    internal long RoomBytes => _segmentBytes - _position;

    /// <summary>Whether the segment's reserve is touched and no next one is ready.</summary>
    internal bool IsSpareDue => RoomBytes < _options.ReserveBytes && Volatile.Read(ref _spare) is null;

    /// <summary>Whether an asynchronous commit has reached a bound.</summary>
    internal bool MustFlush
    {
        get
        {
            long unflushed = Volatile.Read(ref _writtenBytes) - Volatile.Read(ref _flushedBytes);
            return unflushed >= _options.UnsyncedBytesMax
                || (unflushed > 0
                    && Stopwatch.GetElapsedTime(Volatile.Read(ref _flushedAt)).TotalMilliseconds
                        >= _options.UnsyncedMillisMax);
        }
    }

    /// <summary>Writes a frame, which must fit.</summary>
    internal void Write(ReadOnlySpan<byte> frame, ulong lastSequence)
    {
        Debug.Assert(frame.Length <= RoomBytes, "Append makes room before it takes a command.");
        try
        {
            FileIo.WriteAll(_file, _position, frame);
        }
        catch (IOException e)
        {
            throw Fail("writing a frame", e);
        }

        _position += frame.Length;
        Volatile.Write(ref _written, lastSequence);
        Volatile.Write(ref _writtenBytes, _writtenBytes + frame.Length);
    }

    /// <summary>A batch ends here: what is written now may be acknowledged when durable.</summary>
    internal void MarkCommitted(ulong sequence) => Volatile.Write(ref _committed, sequence);

    internal void Flush()
    {
        lock (_flushGate)
        {
            FlushUnderGate();
        }
    }

    /// <summary>Puts the durable watermark into the control file when enough has become durable since, or when nothing
    /// has since the last call: the frames behind prove one another, so the file matters for the last ones.</summary>
    internal void MarkIfDue()
    {
        lock (_markGate)
        {
            ulong watermark = Watermark;
            long bytes = Volatile.Read(ref _flushedBytes);
            bool isIdle = watermark == _durableAtLastCall;
            _durableAtLastCall = watermark;
            if (watermark > _marked && (isIdle || bytes - _markedBytes >= _options.WatermarkBytes))
            {
                Mark(watermark, bytes);
            }
        }
    }

    internal void FlushAndMark()
    {
        lock (_flushGate)
        {
            FlushUnderGate();
            lock (_markGate)
            {
                Mark(_watermark, _flushedBytes);
                Mark(_watermark, _flushedBytes);
            }
        }
    }

    /// <summary>Has a next segment ready afterwards, or answers false: the disk is full.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The store owns the spare and disposes it.")]
    internal bool PrepareSpare()
    {
        lock (_spareGate)
        {
            if (_spare is not null)
            {
                return true;
            }

            try
            {
                Volatile.Write(ref _spare, SpareSegment.Create(_files, _options.SegmentBytes));
                Interlocked.CompareExchange(ref _status, (int)JournalStatus.Ok, (int)JournalStatus.DiskFull);
                return true;
            }
            catch (JournalDiskFullException)
            {
                // Whether the segment has reached its reserve is the writer's knowledge; a spare that fails early is no
                // reason yet to refuse orders.
                if (IsInReserve)
                {
                    Interlocked.CompareExchange(ref _status, (int)JournalStatus.DiskFull, (int)JournalStatus.Ok);
                }

                return false;
            }
            catch (IOException e)
            {
                throw Fail("making the next segment", e);
            }
        }
    }

    /// <summary>Goes on in a new segment. The old one is durable to its end before the new name exists; recovery relies
    /// on that, and so the name alone proves what the control file would.</summary>
    /// <returns>False when the disk is full; nothing has changed then.</returns>
    internal bool Roll(ulong firstSequence)
    {
        lock (_spareGate)
        {
            if (!PrepareSpare())
            {
                return false;
            }

            lock (_flushGate)
            {
                FlushUnderGate();
                try
                {
                    _files.Rename(SegmentName.Spare, SegmentName.Of(firstSequence));
                    _files.FlushDirectory();
                }
                catch (IOException e)
                {
                    throw Fail("starting the next segment", e);
                }

                _file.Dispose();
                _file = _spare!;
                _segmentBytes = _file.Length;
                _position = 0;
                Volatile.Write(ref _spare, null);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_spareGate)
        {
            lock (_flushGate)
            {
                lock (_markGate)
                {
                    _control.Dispose();
                }

                _file.Dispose();
                if (_spare is not null)
                {
                    _spare.Dispose();
                    _spare = null;
                    SpareSegment.DeleteQuietly(_files);
                }
            }
        }
    }

    private bool IsInReserve => Volatile.Read(ref _segmentBytes) - Volatile.Read(ref _position) < _options.ReserveBytes;

    private void FlushUnderGate()
    {
        if (Status == JournalStatus.Failed)
        {
            throw Failed("flushing", null);
        }

        // Read in this order: a commit may go on while this flushes, and only what was written before the flush counts.
        ulong committed = Volatile.Read(ref _committed);
        ulong written = Volatile.Read(ref _written);
        long bytes = Volatile.Read(ref _writtenBytes);
        if (bytes != _flushedBytes)
        {
            try
            {
                _file.Flush();
            }
            catch (IOException e)
            {
                throw Fail("flushing a segment", e);
            }

            Volatile.Write(ref _flushedBytes, bytes);
        }

        Volatile.Write(ref _flushedAt, Stopwatch.GetTimestamp());
        Volatile.Write(ref _watermark, written);
        Volatile.Write(ref _durable, Math.Min(committed, written));
    }

    private void Mark(ulong watermark, long bytes)
    {
        if (Status == JournalStatus.Failed)
        {
            throw Failed("writing the watermark", null);
        }

        try
        {
            _control.Update(_term, watermark);
        }
        catch (IOException e)
        {
            throw Fail("writing the watermark", e);
        }

        _marked = watermark;
        _markedBytes = bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private JournalFailedException Fail(string what, IOException cause)
    {
        Volatile.Write(ref _status, (int)JournalStatus.Failed);
        return Failed(what, cause);
    }

    private JournalFailedException Failed(string what, IOException? cause) =>
        new($"{_files.Location}: {what} failed: {cause?.Message ?? "the journal had failed before"} "
            + "Nothing more is taken; the venue must restart and recover.", cause!);
}
