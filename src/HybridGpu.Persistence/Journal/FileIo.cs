using System;
using System.IO;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>Reads and writes in full over a port that may do them in parts.</summary>
internal static class FileIo
{
    internal static void WriteAll(IJournalFile file, long offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int written = file.Write(offset, bytes);
            if (written <= 0)
            {
                throw new IOException("A write made no progress.");
            }

            offset += written;
            bytes = bytes[written..];
        }
    }

    /// <summary>Fills a buffer; what lies behind the end of the file reads as zeros, as it does in a preallocated
    /// one.</summary>
    internal static void ReadAll(IJournalFile file, long offset, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            int read = file.Read(offset, into);
            if (read <= 0)
            {
                into.Clear();
                return;
            }

            offset += read;
            into = into[read..];
        }
    }
}
