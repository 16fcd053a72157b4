using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Reads a log's segments at opening: every record that is kept, each checked.</summary>
/// <remarks>
/// What an interrupted write leaves can only be at the end of the last segment: a segment is made durable before the
/// next begins. There it is cut off; anywhere else it is damage and refused with file and offset. Cost: one read of
/// all that is kept. Thread: one.
/// </remarks>
/// <param name="numbers">Receives what the log says of the session's numbers.</param>
internal sealed class LogRecovery(LogNumbers numbers)
{
    private byte[] _buffer = new byte[4096];

    /// <summary>How many bytes of an interrupted write were cut off.</summary>
    public long TornByteCount { get; private set; }

    /// <summary>Reads all segments, and cuts the last one's torn tail off.</summary>
    /// <param name="store">The store's path.</param>
    /// <param name="segments">Receives the segments with their lengths and indices; not empty. The last one may have
    /// lost its first record to an interrupted write: its length is 0 then.</param>
    /// <exception cref="InvalidDataException">A segment is missing or damaged, with its file and offset.</exception>
    public void Read(string store, List<LogSegment> segments)
    {
        List<int> all = SegmentName.NumbersOf(store);
        for (int i = 0; i < all.Count; i++)
        {
            var segment = new LogSegment(SegmentName.PathOf(store, all[i]), all[i]);
            if (i > 0 && all[i] != all[i - 1] + 1)
            {
                throw new InvalidDataException(
                    $"{SegmentName.PathOf(store, all[i - 1] + 1)} is missing; restore it or move the log away.");
            }

            bool isLast = i == all.Count - 1;
            PrivateFiles.Ensure(segment.Path);
            using SafeFileHandle file = File.OpenHandle(
                segment.Path, FileMode.Open, isLast ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite);
            segments.Add(segment);
            Read(segments, file, isLast);
        }

        if (segments is [{ Number: > 1, Length: 0 } only])
        {
            throw new InvalidDataException(
                $"{only.Path} has no beginning, and the segments before it are gone; restore them or move it away.");
        }
    }

    private void Read(List<LogSegment> segments, SafeFileHandle file, bool isLast)
    {
        LogSegment segment = segments[^1];
        var reader = new LogReader(file);
        long length = RandomAccess.GetLength(file);
        segment.Index.Clear(numbers.NextSender);
        while (reader.TryReadHeader(segment.Length, length, out RecordHeader header)
            && reader.TryReadRecord(segment.Length, header, ref _buffer))
        {
            Take(segments, header);
            segment.Length += header.RecordLength;
        }

        if (segment.Length == length && (isLast || length > 0))
        {
            return;
        }

        // A first record is made durable by itself: a longer segment without it was overwritten, not torn.
        int firstRecord = segment.Number == 1 ? RecordHeader.Size : LogNumbers.RecordSize;
        bool lostItsBeginning = segment.Length == 0 && length > firstRecord;
        if (!isLast || lostItsBeginning || !reader.IsTornTail(segment.Length, length))
        {
            throw Damaged(segment, length);
        }

        TornByteCount = length - segment.Length;
        RandomAccess.SetLength(file, segment.Length);
    }

    private void Take(List<LogSegment> segments, in RecordHeader header)
    {
        LogSegment segment = segments[^1];
        bool isFirst = segment.Length == 0;
        if (isFirst && segment.Number > 1)
        {
            ReadOnlySpan<byte> payload = _buffer.AsSpan(0, header.MessageLength);
            if (!numbers.TryBegin(header, payload, segment.Number, isOldest: segments.Count == 1))
            {
                throw new InvalidDataException(
                    $"{segment.Path} doesn't continue the log: its first record, at offset 0, belongs elsewhere; "
                    + "restore the segments as they were or move them away.");
            }

            segment.Index.Clear(numbers.NextSender);
            return;
        }

        if (header.Kind == RecordKind.Beginning || (isFirst && header.Kind != RecordKind.Reset))
        {
            throw new InvalidDataException(
                $"{segment.Path} is damaged: its record at offset {segment.Length} belongs elsewhere.");
        }

        LogSegment.Apply(segments, header, segment.Length);
        numbers.Apply(header);
    }

    private static InvalidDataException Damaged(LogSegment segment, long length) => new(
        $"{segment.Path} is damaged at offset {segment.Length} of {length}; restore it or move it away.");
}
