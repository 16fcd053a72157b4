using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>A session's append-only log, in segments of which the oldest go when there are too many.</summary>
/// <remarks>
/// Appends gather in memory and reach the operating system in one write at <see cref="Flush"/>. When a segment has its
/// size, the flush that found it so begins the next, in an order that holds wherever a process or machine dies: what
/// was written is made durable; then the new segment is written; when its first record and its name are durable the
/// oldest segments are deleted, one by one, so that those which are left always follow each other. Cost of that:
/// nothing per message; once a segment, one fsync of its last part. All else that waits for the disk is done by a
/// <see cref="DiskKeeper"/> meanwhile. Thread: one, under the session's outbound lock.
/// </remarks>
internal sealed class SegmentedLog : IDisposable
{
    private const int WriteBufferBytes = 256 * 1024;

    // A sixteenth of a segment is made durable at a time, so that at its end little is left to be.
    private const int SyncsPerSegment = 16;

    private readonly string _store;
    private readonly StoreLimits _limits;
    private readonly List<LogSegment> _segments = [];
    private readonly byte[] _pending = new byte[WriteBufferBytes];
    private readonly DiskKeeper _keeper = new();
    private int _pendingLength;
    private long _syncedLength;
    private LogSegment _last;
    private SafeFileHandle _file;
    private SegmentReader _reader;

    private SegmentedLog(string store, StoreLimits limits)
    {
        _store = store;
        _limits = limits;
        var recovery = new LogRecovery(Numbers);
        recovery.Read(store, _segments);
        TornByteCount = recovery.TornByteCount;
        if (_segments.Count == 0)
        {
            _segments.Add(new LogSegment(SegmentName.PathOf(store, 1), 1));
        }

        _last = _segments[^1];
        _file = PrivateFiles.Open(_last.Path, FileShare.ReadWrite | FileShare.Delete);
        _reader = new SegmentReader(_last, _file);
    }

    /// <summary>What the log says of the session's numbers.</summary>
    public LogNumbers Numbers { get; } = new();

    /// <summary>Whether nothing was ever written to it: it must begin with a reset.</summary>
    public bool IsEmpty => _last is { Number: 1, Length: 0 } && _pendingLength == 0;

    /// <summary>How many bytes of an interrupted write were cut off when it was opened.</summary>
    public long TornByteCount { get; }

    /// <summary>The lowest number that may be read; those below it are gone, or never were.</summary>
    public long OldestMsgSeqNum => _segments[0].Index.FirstSeqNum;

    /// <summary>Opens a log, or makes an empty one.</summary>
    /// <param name="store">The store's path: folder and session, without an ending.</param>
    /// <param name="limits">How much is kept.</param>
    /// <exception cref="InvalidDataException">The log is damaged before its end.</exception>
    /// <exception cref="IOException">The files can't be opened, written or deleted.</exception>
    public static SegmentedLog Open(string store, StoreLimits limits)
    {
        var log = new SegmentedLog(store, limits);
        try
        {
            if (log._last is { Number: > 1, Length: 0 })
            {
                log.WriteBeginning(log._last, log._file);
            }

            log.DeleteOldest();
            log._keeper.Wait();
            log._keeper.ThrowIfFailed();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record. Hot path.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="message">Its message.</param>
    public void Append(in RecordHeader header, ReadOnlySpan<byte> message)
    {
        int length = header.RecordLength;
        if (_pendingLength + length > _pending.Length)
        {
            Flush();
        }

        long offset = _last.Length + _pendingLength;
        if (length > _pending.Length)
        {
            byte[] record = new byte[length];
            header.Write(record, message);
            RandomAccess.Write(_file, record, offset);
            _last.Length += length;
        }
        else
        {
            header.Write(_pending.AsSpan(_pendingLength), message);
            _pendingLength += length;
        }

        LogSegment.Apply(_segments, header, offset);
        Numbers.Apply(header);
    }

    /// <summary>Hands everything appended to the operating system, and begins a new segment when it is time.</summary>
    /// <exception cref="IOException">It can't be written, or what was written before can't be made durable.</exception>
    public void Flush()
    {
        _keeper.ThrowIfFailed();
        WritePending();
        if (_last.Length >= _limits.SegmentBytes)
        {
            Roll();
        }
        else if (_last.Length - _syncedLength >= _limits.SegmentBytes / SyncsPerSegment)
        {
            _syncedLength = _last.Length;
            _keeper.Sync(_file);
        }
    }

    /// <summary>Reads an outbound message back.</summary>
    /// <param name="msgSeqNum">Its number.</param>
    /// <param name="buffer">Receives the message; grown if too small.</param>
    /// <param name="header">Its record's header.</param>
    /// <returns>False when it is not there (any more).</returns>
    public bool TryRead(long msgSeqNum, ref byte[] buffer, out RecordHeader header)
    {
        Flush();
        header = default;
        if (_reader.Segment.Index.TryFind(msgSeqNum, out long offset))
        {
            return _reader.TryRead(msgSeqNum, offset, ref buffer, out header);
        }

        for (int i = _segments.Count - 1; i >= 0; i--)
        {
            if (_segments[i].Index.TryFind(msgSeqNum, out offset))
            {
                return TryTurnTo(_segments[i]) && _reader.TryRead(msgSeqNum, offset, ref buffer, out header);
            }
        }

        return false;
    }

    /// <summary>Writes what is pending and closes the files.</summary>
    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            try
            {
                WritePending();
            }
            finally
            {
                _keeper.Wait();
                _reader.Dispose();
                _file.Dispose();
            }
        }
    }

    private void WritePending()
    {
        if (_pendingLength > 0)
        {
            RandomAccess.Write(_file, _pending.AsSpan(0, _pendingLength), _last.Length);
            _last.Length += _pendingLength;
            _pendingLength = 0;
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The log owns its files, and closes them in Dispose.")]
    private void Roll()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
            int number = _last.Number + 1;
            var next = new LogSegment(SegmentName.PathOf(_store, number), number);
            SafeFileHandle file = PrivateFiles.OpenUnflushed(next.Path, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                WriteBeginning(next, file);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            _last.Index.Trim();
            _reader.Dispose();
            _file.Dispose();
            (_last, _file, _reader) = (next, file, new SegmentReader(next, file));
            _segments.Add(next);
            _syncedLength = 0;
            DeleteOldest();
        }
        catch (UnauthorizedAccessException problem)
        {
            // To the session it is a store that failed, like any other.
            throw new IOException(problem.Message, problem);
        }
    }

    private void WriteBeginning(LogSegment segment, SafeFileHandle file)
    {
        Span<byte> record = stackalloc byte[LogNumbers.RecordSize];
        Numbers.WriteTo(record, segment.Number);
        RandomAccess.Write(file, record, 0);
        segment.Length = record.Length;
        segment.Index.Clear(Numbers.NextSender);
    }

    /// <summary>Makes room for a whole segment more, once the last one's beginning is durable.</summary>
    private void DeleteOldest()
    {
        long kept = 0;
        foreach (LogSegment segment in _segments)
        {
            kept += ReferenceEquals(segment, _last) ? 0 : segment.Length;
        }

        _keeper.Sync(_file);
        while (_segments.Count > 2 && kept + _limits.SegmentBytes > _limits.MaxBytes)
        {
            LogSegment oldest = _segments[0];
            if (ReferenceEquals(_reader.Segment, oldest))
            {
                TryTurnTo(_last);
            }

            _keeper.Delete(oldest.Path);
            kept -= oldest.Length;
            _segments.RemoveAt(0);
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The log owns its files, and closes them in Dispose.")]
    private bool TryTurnTo(LogSegment segment)
    {
        SegmentReader? reader = ReferenceEquals(segment, _last)
            ? new SegmentReader(segment, _file)
            : SegmentReader.TryOpen(segment);
        if (reader is null)
        {
            return false;
        }

        _reader.Dispose();
        _reader = reader;
        return true;
    }
}
