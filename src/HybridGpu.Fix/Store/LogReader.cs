using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Reads records of a log through a window, so that neighbours cost no further system call.</summary>
internal sealed class LogReader(SafeFileHandle log)
{
    private readonly byte[] _window = new byte[64 * 1024];
    private long _windowOffset;
    private int _windowLength;

    /// <summary>Reads a header.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="limit">Where the log ends.</param>
    /// <param name="header">The header.</param>
    /// <returns>False when no whole record begins there.</returns>
    public bool TryReadHeader(long offset, long limit, out RecordHeader header)
    {
        header = default;
        if (offset + RecordHeader.Size > limit)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[RecordHeader.Size];
        return TryReadBytes(offset, bytes) && RecordHeader.TryRead(bytes, out header)
            && offset + header.RecordLength <= limit;
    }

    /// <summary>Reads a message and checks its record.</summary>
    /// <param name="offset">Where the record begins.</param>
    /// <param name="header">Its header.</param>
    /// <param name="buffer">Receives the message; grown if too small.</param>
    /// <returns>False when the checksum is wrong.</returns>
    public bool TryReadRecord(long offset, in RecordHeader header, ref byte[] buffer)
    {
        int length = header.RecordLength;
        if (buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, 2 * buffer.Length)];
        }

        Span<byte> record = buffer.AsSpan(0, length);
        if (!TryReadBytes(offset, record) || !RecordHeader.IsIntact(record))
        {
            return false;
        }

        record[RecordHeader.Size..].CopyTo(buffer);
        return true;
    }

    /// <summary>Whether what is left at a place is the rest of an interrupted write rather than damage.</summary>
    /// <param name="offset">Where no intact record begins.</param>
    /// <param name="length">Where the log ends.</param>
    /// <remarks>
    /// An interrupted write leaves less than a header, a record that would end beyond the file or just at its end, or
    /// zeros. A bad record with more records after it is damage.
    /// </remarks>
    public bool IsTornTail(long offset, long length)
    {
        if (length - offset < RecordHeader.Size)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[RecordHeader.Size];
        TryReadBytes(offset, bytes);
        if (RecordHeader.TryRead(bytes, out RecordHeader header))
        {
            return offset + header.RecordLength >= length;
        }

        return IsZero(offset, length);
    }

    /// <summary>Forgets what was read ahead: needed once, when the log was cut.</summary>
    public void Forget() => _windowLength = 0;

    private bool IsZero(long offset, long length)
    {
        byte[] chunk = new byte[64 * 1024];
        while (offset < length)
        {
            Span<byte> bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - offset));
            if (RandomAccess.Read(log, bytes, offset) == 0 || bytes.ContainsAnyExcept((byte)0))
            {
                return false;
            }

            offset += bytes.Length;
        }

        return true;
    }

    private bool TryReadBytes(long offset, Span<byte> destination)
    {
        if (offset >= _windowOffset && offset + destination.Length <= _windowOffset + _windowLength)
        {
            _window.AsSpan((int)(offset - _windowOffset), destination.Length).CopyTo(destination);
            return true;
        }

        if (destination.Length > _window.Length)
        {
            return RandomAccess.Read(log, destination, offset) == destination.Length;
        }

        _windowOffset = offset;
        _windowLength = RandomAccess.Read(log, _window, offset);
        if (_windowLength < destination.Length)
        {
            return false;
        }

        _window.AsSpan(0, destination.Length).CopyTo(destination);
        return true;
    }
}
