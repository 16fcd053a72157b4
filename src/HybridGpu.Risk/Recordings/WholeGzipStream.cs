using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace HybridGpu.Risk.Recordings;

/// <summary>Inflates a gzip file and shows at its end that all of it was there.</summary>
/// <remarks>The runtime's own stream takes a file that was cut short for one that ends there. A gzip file ends with the
/// length of what is in it (RFC 1952, ISIZE, modulo 2^32), which is compared here. Reading ends with an
/// <see cref="InvalidDataException"/> where the two differ. Thread: one.</remarks>
public sealed class WholeGzipStream : Stream
{
    private const int LengthBytes = 4;

    private readonly GZipStream _inflated;
    private readonly uint _expected;
    private uint _read;

    /// <summary>Over all of a stream that can seek.</summary>
    /// <param name="gzip">A file's bytes.</param>
    /// <param name="leaveOpen">False closes it with this stream.</param>
    /// <exception cref="InvalidDataException">It is too short to be gzip.</exception>
    public WholeGzipStream(Stream gzip, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(gzip);
        if (gzip.Length < LengthBytes)
        {
            throw new InvalidDataException($"{gzip.Length} bytes are no gzip file");
        }

        Span<byte> length = stackalloc byte[LengthBytes];
        gzip.Seek(-LengthBytes, SeekOrigin.End);
        gzip.ReadExactly(length);
        gzip.Position = 0;
        _expected = BinaryPrimitives.ReadUInt32LittleEndian(length);
        _inflated = new GZipStream(gzip, CompressionMode.Decompress, leaveOpen);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = _inflated.Read(buffer);
        _read += (uint)count;
        return count > 0 || buffer.IsEmpty || _read == _expected
            ? count
            : throw new InvalidDataException(
                "its length isn't the one that it states. If it was put together of several gzip files, inflate it and "
                + "compress it as one");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflated.Dispose();
        }

        base.Dispose(disposing);
    }
}
