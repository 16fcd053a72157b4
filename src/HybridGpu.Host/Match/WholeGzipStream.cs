using System.Buffers.Binary;
using System.IO.Compression;

namespace HybridGpu.Host.Match;

/// <summary>Inflates a gzip file and shows at its end that all of it was there.</summary>
/// <remarks>The runtime's own stream takes a file that was cut short for one that ends there. A gzip file ends with the
/// length of what is in it (RFC 1952, ISIZE, modulo 2^32), which is compared here.</remarks>
internal sealed class WholeGzipStream : Stream
{
    private const int LengthBytes = 4;

    private readonly GZipStream _inflated;
    private readonly uint _expected;
    private uint _read;

    /// <summary>Over a file that can seek; it is closed with this stream.</summary>
    public WholeGzipStream(FileStream file)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        file.Seek(-LengthBytes, SeekOrigin.End);
        file.ReadExactly(length);
        file.Position = 0;
        _expected = BinaryPrimitives.ReadUInt32LittleEndian(length);
        _inflated = new GZipStream(file, CompressionMode.Decompress);
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
