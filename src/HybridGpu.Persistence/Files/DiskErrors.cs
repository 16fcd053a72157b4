using System.IO;

namespace HybridGpu.Persistence.Files;

/// <summary>Tells a full disk from every other failure.</summary>
internal static class DiskErrors
{
    private const int NoSpaceErrno = 28;
    private const int QuotaErrnoLinux = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The same error, as a <see cref="JournalDiskFullException"/> when that is what it is.</summary>
    internal static IOException Translate(IOException error, string path) => error switch
    {
        JournalDiskFullException => error,
        { HResult: NoSpaceErrno or QuotaErrnoLinux or WindowsDiskFull } =>
            new JournalDiskFullException($"No room on the disk of {path}.", error),
        _ => error,
    };
}
