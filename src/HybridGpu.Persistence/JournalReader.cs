using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Journal;

namespace HybridGpu.Persistence;

/// <summary>Reads commands in order and verifies the chain on the way. Changes nothing on the disk and takes no lock,
/// so it works beside a running writer and on what a crashed one left.</summary>
/// <remarks>One thread. No allocation per command or frame, save for a frame larger than any before.</remarks>
public sealed class JournalReader : IDisposable
{
    private readonly IJournalFileSystem _files;
    private readonly SegmentScanner _scanner = new();
    private IJournalFile? _file;
    private ulong _segmentFirst;
    private long _segmentBytes;
    private long _offset;
    private ulong _next;
    private bool _anchored;
    private UInt128 _chain;
    private ulong _term;
    private uint _left;
    private int _at;
    private int _after;

    private JournalReader(IJournalFileSystem files)
    {
        _files = files;
        _next = 1;
        _anchored = true;
    }

    /// <summary>The command read last, in the reader's buffer: valid until the next read.</summary>
    public ref readonly Command Current =>
        ref MemoryMarshal.AsRef<Command>(_scanner.Buffer.AsSpan(_at, Command.WireSize));

    /// <summary>Its payload: valid until the next read.</summary>
    public ReadOnlySpan<byte> Payload =>
        _scanner.Buffer.AsSpan(_at + Command.WireSize, (int)Current.Header.PayloadLength);

    /// <summary>Term of its frame.</summary>
    public ulong Term => _term;

    /// <summary>Hash of its frame.</summary>
    public UInt128 ChainHash => _chain;

    /// <summary>Opens the journal of a directory.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <param name="fromSequence">First command wanted.</param>
    public static JournalReader Open(string directory, ulong fromSequence = 1) =>
        Open(new DirectoryFileSystem(directory, readOnly: true), fromSequence);

    /// <summary>Opens a journal at the segment that holds a sequence.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="fromSequence">First command wanted; one that is not there yet is waited for.</param>
    /// <exception cref="JournalDamagedException">On the way there it is damaged where it had been durable.</exception>
    public static JournalReader Open(IJournalFileSystem files, ulong fromSequence = 1)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfZero(fromSequence);
        var reader = new JournalReader(files);
        try
        {
            reader.SkipTo(fromSequence);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens a journal behind a command that a snapshot holds.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="sequence">The command; the first that is read is the next. 0 for the very start.</param>
    /// <param name="chainHash">Hash that its frame must have: it stands for all commands up to there.</param>
    /// <param name="problem">Why there is no reader; empty otherwise.</param>
    /// <returns>Null when the journal doesn't hold that command, or another history up to it.</returns>
    /// <exception cref="JournalDamagedException">On the way there it is damaged where it had been durable.</exception>
    public static JournalReader? OpenBehind(
        IJournalFileSystem files, ulong sequence, UInt128 chainHash, out string problem)
    {
        JournalReader reader = Open(files, Math.Max(sequence, 1));
        problem = string.Empty;
        if (sequence == 0 && chainHash == 0)
        {
            return reader;
        }

        if (sequence == 0 || !reader.TryRead() || reader.Current.Header.Sequence != sequence)
        {
            problem = $"The journal does not hold command {sequence}.";
        }
        else if (reader.ChainHash != chainHash)
        {
            problem = $"The journal's frame with command {sequence} has hash {reader.ChainHash:x32}, not "
                + $"{chainHash:x32}: another history led there.";
        }
        else
        {
            return reader;
        }

        reader.Dispose();
        return null;
    }

    /// <summary>Looks at a journal that may be written at this moment.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <returns>Null when no writer has it; else the last command that is whole now, by reading the last segment: up to
    /// there a reader finds a consistent state, and what lies behind says nothing.</returns>
    /// <exception cref="JournalDamagedException">On the way there it is damaged where it had been durable.</exception>
    public static ulong? FindEndBesideWriter(string directory)
    {
        var files = new DirectoryFileSystem(directory, readOnly: true);
        if (!files.IsLocked(SegmentName.Lock))
        {
            return null;
        }

        using JournalReader reader = Open(files, ulong.MaxValue);
        return reader._next - 1;
    }

    /// <summary>Hot path: steps to the next command.</summary>
    /// <returns>False at the end of what is whole now; more may come if a writer runs.</returns>
    /// <exception cref="JournalDamagedException">The next frame is damaged, and had been durable.</exception>
    /// <exception cref="JournalVersionException">The next frame is of another format.</exception>
    public bool TryRead()
    {
        if (_left == 0 && !TryReadFrame())
        {
            return false;
        }

        _at = _after;
        _after += FrameFormat.CommandBytes((int)Current.Header.PayloadLength);
        _left--;
        return true;
    }

    /// <summary>After <see cref="TryRead"/> said false, on a journal that nobody writes: proves that the end is an end,
    /// not damage with durable frames behind it. Reads the rest of the segment.</summary>
    /// <returns>Whether all behind the end is zero; false is a torn tail, which the next writer clears.</returns>
    /// <exception cref="JournalDamagedException">Commands behind the end had been durable.</exception>
    public bool VerifyEnd()
    {
        if (_left > 0)
        {
            throw new InvalidOperationException("The reader is not at the end.");
        }

        ulong watermark = ReadWatermark();
        if (_file is null)
        {
            ThrowIfDurable(watermark);
            return true;
        }

        ThrowIfDurable(Math.Max(watermark, _scanner.FindWatermarkBehind(_file, _offset, _segmentBytes)));
        return _scanner.CountDirtyBytes(_file, _offset, _segmentBytes) == 0;
    }

    /// <summary>Whether the control file can be read, which says up to where the journal was durable. Without it, a
    /// journal whose last segment was cut or lost looks like one that a crash ended.</summary>
    public bool KnowsDurableEnd()
    {
        try
        {
            _ = ControlFile.ReadWatermark(_files);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or JournalDamagedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void SkipTo(ulong sequence)
    {
        // The chain before a later segment is taken on trust: its first frame says what it continues.
        foreach (ulong first in SegmentName.FindAll(_files))
        {
            if (first <= sequence)
            {
                _next = Math.Max(first, 1);
                _anchored = first == 1;
            }
        }

        while (_next < sequence || _left > 0)
        {
            if (_left == 0 && !TryReadFrame())
            {
                return;
            }

            while (_left > 0 && _next - _left < sequence)
            {
                _ = TryRead();
            }

            if (_left > 0)
            {
                return;
            }
        }
    }

    private bool TryReadFrame()
    {
        bool rolled = false;
        while (true)
        {
            if (_file is null && !OpenSegment())
            {
                ThrowIfDurableAndStillBroken();
                return false;
            }

            FrameCheck check = _scanner.Read(_file!, _offset, _segmentBytes);
            if (check == FrameCheck.Whole && Continues(in _scanner.Header))
            {
                Accept(in _scanner.Header);
                return true;
            }

            if (check == FrameCheck.Foreign)
            {
                ThrowForeign();
            }

            if (rolled || !MoveToNextSegment())
            {
                // Read only now: the frame may have become whole, and durable, since it was looked at.
                ThrowIfDurableAndStillBroken();
                return false;
            }

            rolled = true;
        }
    }

    private bool Continues(in FrameHeader header) =>
        header.FirstSequence == _next && header.Term >= _term && (!_anchored || header.PreviousHash == _chain);

    private void Accept(in FrameHeader header)
    {
        _anchored = true;
        _chain = header.Hash;
        _term = header.Term;
        _next += header.CommandCount;
        _offset += header.FrameBytes;
        _left = header.CommandCount;
        _at = _after = FrameFormat.HeaderBytes;
    }

    private bool OpenSegment()
    {
        if (!HasSegment(_next))
        {
            return false;
        }

        _file = _files.Open(SegmentName.Of(_next), writable: false);
        _segmentFirst = _next;
        _segmentBytes = FrameFormat.Aligned(_file.Length);
        _offset = 0;
        return true;
    }

    private bool HasSegment(ulong first) => SegmentName.FindAll(_files).Contains(first);

    /// <summary>The next segment is named by the sequence that comes next; while there is none, the end is
    /// here.</summary>
    private bool MoveToNextSegment()
    {
        if (_next == _segmentFirst)
        {
            return false;
        }

        IJournalFile? old = _file;
        long bytes = _segmentBytes;
        long offset = _offset;
        ulong first = _segmentFirst;
        _file = null;
        if (OpenSegment())
        {
            old?.Dispose();
            return true;
        }

        _file = old;
        _segmentBytes = bytes;
        _offset = offset;
        _segmentFirst = first;
        return false;
    }

    private void ThrowIfDurableAndStillBroken()
    {
        ulong watermark = ReadWatermark();
        bool broken = _file is null || _scanner.Read(_file, _offset, _segmentBytes) != FrameCheck.Whole;
        if (broken && (_next == _segmentFirst || !HasSegment(_next)))
        {
            ThrowIfDurable(watermark);
        }
    }

    private ulong ReadWatermark()
    {
        List<ulong> segments = SegmentName.FindAll(_files);
        ulong named = segments.Count > 0 ? segments[^1] - 1 : 0;
        try
        {
            return Math.Max(named, ControlFile.ReadWatermark(_files));
        }
        catch (Exception e) when (e is FileNotFoundException or JournalDamagedException)
        {
            // Whoever asks hears of it by KnowsDurableEnd; a writer refuses to start.
            return named;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowIfDurable(ulong watermark)
    {
        if (_next <= watermark)
        {
            throw new JournalDamagedException(
                _files.Location, SegmentName.Of(_file is null ? _next : _segmentFirst), _offset, _next,
                $"No whole frame of the chain is here, though commands up to {watermark} had been durable.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowForeign() =>
        throw new JournalVersionException(
            _files.Location, SegmentName.Of(_segmentFirst), _offset, _scanner.Header.Version);
}
