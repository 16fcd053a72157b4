using System;
using System.Buffers.Binary;
using System.IO;

namespace HybridGpu.Risk.Recordings;

/// <summary>Passes a stream through and keeps its last four bytes.</summary>
internal sealed class TailStream(Stream inner) : ReadOnlyStream
{
    private const int TailBytes = 4;

    private readonly byte[] _tail = new byte[TailBytes];
    private readonly byte[] _rest = new byte[TailBytes * 1_024];

    /// <summary>The last four bytes as a little-endian number, once all of the stream is read; zeros stand for bytes
    /// that a shorter stream lacks.</summary>
    public uint ReadTail()
    {
        while (Read(_rest) > 0)
        {
            // What the reader before left over, for its end.
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(_tail);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        ReadOnlySpan<byte> read = buffer[..count];
        if (count >= TailBytes)
        {
            read[^TailBytes..].CopyTo(_tail);
        }
        else
        {
            _tail.AsSpan(count).CopyTo(_tail);
            read.CopyTo(_tail.AsSpan(TailBytes - count));
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
