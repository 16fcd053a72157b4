using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Persistence.Files;

/// <summary>A file of a real directory.</summary>
internal sealed class DirectoryFile(SafeFileHandle handle, string path) : IJournalFile
{
    private const int ZeroBytes = 1 << 20;

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> into) => RandomAccess.Read(handle, into, offset);

    /// <inheritdoc/>
    public int Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
            return bytes.Length;
        }
        catch (IOException e)
        {
            throw DiskErrors.Translate(e, path);
        }
    }

    /// <inheritdoc/>
    public void Allocate(long length)
    {
        long at = Length;
        if (at >= length)
        {
            return;
        }

        // Written zeros rather than fallocate: an unwritten extent turns every first write into a metadata change,
        // which fdatasync would then have to journal too.
        byte[] zeros = new byte[(int)Math.Min(ZeroBytes, length - at)];
        while (at < length)
        {
            at += Write(at, zeros.AsSpan(0, (int)Math.Min(zeros.Length, length - at)));
        }
    }

    /// <inheritdoc/>
    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    /// <inheritdoc/>
    public void Flush() => LibC.FlushData(handle, path);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
