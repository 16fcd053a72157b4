using System;

namespace HybridGpu.Persistence.Files;

/// <summary>One open file of the journal's directory, as the journal needs it. Errors of the device are
/// <see cref="System.IO.IOException"/>; a full disk is <see cref="JournalDiskFullException"/>.</summary>
/// <remarks>Reads and writes may come from two threads at once; nothing else may.</remarks>
public interface IJournalFile : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>Reads at an offset.</summary>
    /// <param name="offset">Bytes from the start.</param>
    /// <param name="into">Where to.</param>
    /// <returns>Bytes read, perhaps fewer than asked; 0 only at the end of the file.</returns>
    public int Read(long offset, Span<byte> into);

    /// <summary>Writes at an offset. Not durable before <see cref="Flush"/>.</summary>
    /// <param name="offset">Bytes from the start.</param>
    /// <param name="bytes">What to write.</param>
    /// <returns>Bytes written, perhaps fewer than asked, at least 1.</returns>
    public int Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Extends the file with zeros that are written, not merely promised, so that a later write inside
    /// changes no metadata and finds its room. A file that is long enough stays as it is.</summary>
    /// <param name="length">Length wanted, in bytes.</param>
    public void Allocate(long length);

    /// <summary>Cuts the file.</summary>
    /// <param name="length">Length that stays, in bytes.</param>
    public void Truncate(long length);

    /// <summary>Makes everything written so far durable (fdatasync). After it has thrown, what the file holds is
    /// unknown, and trying again proves nothing.</summary>
    public void Flush();
}
