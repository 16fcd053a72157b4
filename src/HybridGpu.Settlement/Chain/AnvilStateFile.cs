using System;
using System.IO;
using System.Text.Json;

namespace HybridGpu.Settlement.Chain;

/// <summary>The file that anvil stores its chain in, and a copy of its last whole version.</summary>
/// <remarks>
/// Anvil writes the file in place, so a process killed in the middle leaves half of it. A copy is made only of what is
/// complete JSON to its last brace, checked in the bytes that were copied. Thread: one caller at a time. Cost: reading
/// the file once a copy; copies are so far apart that they take at most a twentieth of the time.
/// </remarks>
internal sealed class AnvilStateFile
{
    private const int BufferBytes = 1 << 20;
    private const int PauseFactor = 20;

    private readonly TimeProvider _time;
    private (DateTime WrittenAt, long Length) _copied;
    private long _lastCopyAt;
    private TimeSpan _pause;

    public AnvilStateFile(string folder, TimeProvider time)
    {
        Path = System.IO.Path.Combine(folder, "chain.json");
        CopyPath = System.IO.Path.Combine(folder, "chain.good.json");
        _time = time;
    }

    /// <summary>What anvil reads and writes.</summary>
    public string Path { get; }

    /// <summary>The last version known to be whole.</summary>
    public string CopyPath { get; }

    /// <summary>Makes the file fit to be started from.</summary>
    /// <returns>A sentence if the copy had to take its place, else null.</returns>
    /// <exception cref="ChainException">Neither can be read.</exception>
    public string? Prepare()
    {
        if (File.Exists(Path) && TryCopyWhole(Path, CopyPath))
        {
            Remember();
            return null;
        }

        if (File.Exists(CopyPath) && TryCopyWhole(CopyPath, Path))
        {
            return $"the chain's stored state was incomplete; it goes on from the copy of "
                + $"{File.GetLastWriteTimeUtc(CopyPath):yyyy-MM-dd HH:mm:ss} UTC";
        }

        if (!File.Exists(Path) && !File.Exists(CopyPath))
        {
            return null;
        }

        if (File.Exists(CopyPath))
        {
            throw new ChainException(
                $"{Path} and its copy {CopyPath} are damaged: restore one of them, or move both away to start an "
                + "empty chain");
        }

        // Killed in its very first dump: nothing older exists, so an empty chain is all that there is.
        string aside = AtomicFile.Partial(Path);
        File.Move(Path, aside);
        return $"the chain's first stored state was incomplete; it starts empty, and {aside} keeps what there was";
    }

    /// <summary>Copies the file if it has changed, is whole, and enough time has passed.</summary>
    public void CopyIfChanged()
    {
        var info = new FileInfo(Path);
        bool isDue = _lastCopyAt == 0 || _time.GetElapsedTime(_lastCopyAt) >= _pause;
        if (!isDue || !info.Exists || (info.LastWriteTimeUtc, info.Length) == _copied)
        {
            return;
        }

        long start = _time.GetTimestamp();
        if (TryCopyWhole(Path, CopyPath))
        {
            _copied = (info.LastWriteTimeUtc, info.Length);
        }

        _lastCopyAt = _time.GetTimestamp();
        _pause = _time.GetElapsedTime(start, _lastCopyAt) * PauseFactor;
    }

    /// <summary>Copies a file if it is one complete JSON value; else leaves the target as it is.</summary>
    public static bool TryCopyWhole(string source, string target)
    {
        string partial = AtomicFile.Partial(target);
        try
        {
            using (FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1))
            using (FileStream to = new(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
            {
                if (!CopyWhile(from, to))
                {
                    return false;
                }

                to.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private void Remember()
    {
        var info = new FileInfo(Path);
        _copied = (info.LastWriteTimeUtc, info.Length);
    }

    /// <summary>Copies and parses at once; the buffer grows to the longest single token, a block of calldata.</summary>
    private static bool CopyWhile(FileStream from, FileStream to)
    {
        byte[] buffer = new byte[BufferBytes];
        int held = 0;
        JsonReaderState state = default;
        bool isEnd = false;
        try
        {
            while (!isEnd)
            {
                if (held == buffer.Length)
                {
                    Array.Resize(ref buffer, checked(buffer.Length * 2));
                }

                int count = from.Read(buffer.AsSpan(held));
                to.Write(buffer.AsSpan(held, count));
                held += count;
                isEnd = count == 0;
                var reader = new Utf8JsonReader(buffer.AsSpan(0, held), isEnd, state);
                while (reader.Read())
                {
                }

                state = reader.CurrentState;
                int consumed = (int)reader.BytesConsumed;
                buffer.AsSpan(consumed, held - consumed).CopyTo(buffer);
                held -= consumed;
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or OverflowException)
        {
            return false;
        }
    }
}
