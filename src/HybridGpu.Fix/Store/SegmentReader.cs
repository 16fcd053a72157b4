using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Reads outbound messages of one segment, one after the other without looking for each.</summary>
/// <remarks>Thread: one. Memory: a window of the file.</remarks>
internal sealed class SegmentReader : IDisposable
{
    private readonly SafeFileHandle? _owned;
    private readonly LogReader _reader;

    // Where the message after the last one read begins: resends walk on from there.
    private long _cursorSeqNum;
    private long _cursorOffset;

    /// <summary>Reads by a file that is open already, and stays so.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="file">Its file.</param>
    public SegmentReader(LogSegment segment, SafeFileHandle file)
    {
        Segment = segment;
        _reader = new LogReader(file);
    }

    private SegmentReader(SafeFileHandle file, LogSegment segment)
        : this(segment, file) => _owned = file;

    /// <summary>The segment.</summary>
    public LogSegment Segment { get; }

    /// <summary>Opens a segment that is complete.</summary>
    /// <param name="segment">The segment.</param>
    /// <returns>Null when someone has taken its file away: then its messages are gone.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    public static SegmentReader? TryOpen(LogSegment segment)
    {
        try
        {
            return new SegmentReader(
                File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
                segment);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException problem)
        {
            // To the session it is a store that failed, like any other.
            throw new IOException(problem.Message, problem);
        }
    }

    /// <summary>Reads a message.</summary>
    /// <param name="msgSeqNum">Its number.</param>
    /// <param name="offset">An outbound record at or before it, as the segment's index says.</param>
    /// <param name="buffer">Receives the message; grown if too small.</param>
    /// <param name="header">Its record's header.</param>
    /// <returns>False when it can't be found, or is damaged.</returns>
    public bool TryRead(long msgSeqNum, long offset, ref byte[] buffer, out RecordHeader header)
    {
        // A cursor of an earlier sequence is behind whatever the index says of the present one.
        if (_cursorSeqNum <= msgSeqNum && _cursorOffset > offset)
        {
            offset = _cursorOffset;
        }

        while (_reader.TryReadHeader(offset, Segment.Length, out header))
        {
            if (header.Kind == RecordKind.Outbound && header.MsgSeqNum == msgSeqNum)
            {
                _cursorSeqNum = msgSeqNum + 1;
                _cursorOffset = offset + header.RecordLength;
                return _reader.TryReadRecord(offset, header, ref buffer);
            }

            offset += header.RecordLength;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();
}
