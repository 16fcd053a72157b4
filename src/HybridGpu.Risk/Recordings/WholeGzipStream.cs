using System;
using System.IO;
using System.IO.Compression;

namespace HybridGpu.Risk.Recordings;

/// <summary>Inflates a gzip file and shows at its end that all of it was there.</summary>
/// <remarks>The runtime's own stream takes a file that was cut short for one that ends there. A gzip file ends with the
/// length of what is in it (RFC 1952, ISIZE, modulo 2^32), which is compared here. Nothing is sought: pipes are read
/// too. Reading ends with an <see cref="InvalidDataException"/> where the two differ. Thread: one.</remarks>
public sealed class WholeGzipStream : ReadOnlyStream
{
    private readonly GZipStream _inflated;
    private readonly TailStream _packed;
    private uint _read;

    /// <summary>Over a file or a pipe from its beginning.</summary>
    /// <param name="packed">Its bytes.</param>
    /// <param name="leaveOpen">False closes it with this stream.</param>
    public WholeGzipStream(Stream packed, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(packed);
        _packed = new TailStream(packed);
        _inflated = new GZipStream(_packed, CompressionMode.Decompress, leaveOpen);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = _inflated.Read(buffer);
        _read += (uint)count;
        return count > 0 || buffer.IsEmpty || _packed.ReadTail() == _read
            ? count
            : throw new InvalidDataException(
                "its length isn't the one that it states. If it was put together of several gzip files, inflate it and "
                + "compress it as one");
    }

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
