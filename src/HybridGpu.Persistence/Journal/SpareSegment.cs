using System.IO;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Journal;

/// <summary>A segment made ahead under a name that recovery ignores.</summary>
internal static class SpareSegment
{
    /// <summary>Makes it, zeroed and flushed. When that fails nothing is left behind but, at worst, the ignored
    /// file.</summary>
    internal static IJournalFile Create(IJournalFileSystem files, long bytes)
    {
        IJournalFile file = files.Create(SegmentName.Spare);
        try
        {
            file.Allocate(bytes);
            file.Flush();
            return file;
        }
        catch (IOException)
        {
            file.Dispose();
            DeleteQuietly(files);
            throw;
        }
    }

    /// <summary>Gives the room of a half-made spare back.</summary>
    internal static void DeleteQuietly(IJournalFileSystem files)
    {
        try
        {
            files.Delete(SegmentName.Spare);
        }
        catch (IOException)
        {
            // The error that led here is the one to tell; the next attempt replaces the file.
        }
    }
}
