using System;
using System.Collections.Generic;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>Walks a whole journal at opening: verifies the chain, decides what is a torn tail and what is damage, and
/// makes the tail it accepts durable. It changes nothing before everything has been verified.</summary>
internal sealed class JournalRecovery(IJournalFileSystem files, JournalOptions options)
{
    private const int ZeroBytes = 1 << 20;
    private readonly SegmentScanner _scanner = new();
    private ulong _next = 1;
    private UInt128 _chain;
    private ulong _term;
    private ulong _watermark;

    // Of the last segment: a place before which all frames are proven durable, and the end of the frames.
    private long _unproven;
    private long _end;

    internal RecoveredTail Run(ulong controlWatermark)
    {
        List<ulong> segments = SegmentName.FindAll(files);
        _watermark = controlWatermark;
        if (segments.Count == 0)
        {
            if (controlWatermark > 0)
            {
                throw Damaged(SegmentName.Of(1), 0, "The journal's segments are gone.");
            }

            SpareSegment.Create(files, options.SegmentBytes).Dispose();
            files.Rename(SegmentName.Spare, SegmentName.Of(1));
            files.FlushDirectory();
            segments.Add(1);
        }

        // A segment is created only after the one before was flushed to its end.
        _watermark = Math.Max(_watermark, segments[^1] - 1);
        long trimmed = 0;
        for (int i = 0; i < segments.Count; i++)
        {
            string name = SegmentName.Of(segments[i]);
            if (segments[i] != _next)
            {
                throw Damaged(name, 0, "The segment that should hold this sequence is missing.");
            }

            bool last = i == segments.Count - 1;
            using IJournalFile file = files.Open(name, writable: last);
            ScanSegment(file, name, last ? ulong.MaxValue : segments[i + 1] - 1);
            trimmed = last ? RepairTail(file) : 0;
        }

        var report = new RecoveryReport(_next - 1, _watermark, segments.Count, trimmed);
        return new RecoveredTail(_next - 1, _chain, _term, segments[^1], _end, report);
    }

    private void ScanSegment(IJournalFile file, string name, ulong segmentLast)
    {
        long length = file.Length;
        _end = 0;
        _unproven = 0;
        bool foreign = false;
        while (true)
        {
            FrameCheck check = _scanner.Read(file, _end, FrameFormat.Aligned(length));
            if (check != FrameCheck.Whole || !Continues(in _scanner.Header))
            {
                foreign = check == FrameCheck.Foreign;
                break;
            }

            Accept(in _scanner.Header);
        }

        if (foreign)
        {
            throw new JournalVersionException(files.Location, name, _end, _scanner.Header.Version);
        }

        if (_next > _watermark && segmentLast == ulong.MaxValue)
        {
            _watermark = Math.Max(_watermark, _scanner.FindWatermarkBehind(file, _end, FrameFormat.Aligned(length)));
        }

        if (_next <= Math.Min(_watermark, segmentLast))
        {
            throw Damaged(
                name, _end,
                $"No whole frame of the chain is here, though commands up to {_watermark} had been durable.");
        }
    }

    private bool Continues(in FrameHeader header) =>
        header.FirstSequence == _next && header.PreviousHash == _chain && header.Term >= _term;

    private void Accept(in FrameHeader header)
    {
        if (header.Watermark == header.FirstSequence - 1)
        {
            _unproven = _end;
        }

        _watermark = Math.Max(_watermark, header.Watermark);
        _next += header.CommandCount;
        _chain = header.Hash;
        _term = header.Term;
        _end += header.FrameBytes;
    }

    /// <summary>Writes the accepted frames above the watermark once more and zeros behind them, then flushes.</summary>
    /// <remarks>After a failed fsync a kernel may hold pages that the disk has not, and call them clean: only writing
    /// them again makes the next flush mean something. Zeros behind keep a later torn tail free of old
    /// frames.</remarks>
    private long RepairTail(IJournalFile file)
    {
        long length = file.Length;
        long dirty = _scanner.CountDirtyBytes(file, _end, length);
        for (long at = _unproven; at < _end;)
        {
            if (_scanner.Read(file, at, FrameFormat.Aligned(length)) != FrameCheck.Whole)
            {
                throw new JournalFailedException($"{files.Location}: the tail reads differently a second time.");
            }

            if (_scanner.Header.LastSequence > _watermark)
            {
                FileIo.WriteAll(file, at, _scanner.Frame);
            }

            at += _scanner.Header.FrameBytes;
        }

        byte[] zeros = new byte[(int)Math.Min(dirty, ZeroBytes)];
        for (long done = 0; done < dirty; done += zeros.Length)
        {
            FileIo.WriteAll(file, _end + done, zeros.AsSpan(0, (int)Math.Min(zeros.Length, dirty - done)));
        }

        file.Allocate(Math.Max(FrameFormat.Aligned(length), options.SegmentBytes));
        file.Flush();
        return dirty;
    }

    private JournalDamagedException Damaged(string name, long offset, string what) =>
        new(files.Location, name, offset, _next, what);
}
