using System;
using System.Buffers.Text;
using System.IO;
using System.Text.Json;
using System.Threading;

namespace HybridGpu.Settlement.Chain;

/// <summary>The file that anvil stores its chain in, and a copy of its last whole version.</summary>
/// <remarks>
/// Anvil writes the file in place, so a process killed in the middle leaves half of it. A copy is made only of what is
/// complete JSON to its last brace, checked in the bytes that were copied, and a newer copy is never replaced by an
/// older version. Thread: any; calls wait for each other. Cost: reading the file once a copy; copies are so far apart
/// that they take at most a twentieth of the time.
/// </remarks>
internal sealed class AnvilStateFile
{
    private const int BufferBytes = 1 << 20;
    private const int HeadBytes = 64;
    private const int PauseFactor = 20;

    private readonly Lock _gate = new();
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

    /// <summary>Height of the newest block that a whole version on disk holds; 0 for none.</summary>
    public ulong StoredBlock
    {
        get
        {
            lock (_gate)
            {
                return BlockOf(CopyPath);
            }
        }
    }

    /// <summary>Bytes of the file.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>Makes the file fit to be started from: the newer of it and its copy that is whole.</summary>
    /// <returns>A sentence if the copy had to take its place, else null.</returns>
    /// <exception cref="ChainException">Neither can be read.</exception>
    public string? Prepare()
    {
        lock (_gate)
        {
            return PrepareLocked();
        }
    }

    /// <summary>Stores a version that was asked of the node, unless what is there is newer.</summary>
    /// <param name="state">The JSON.</param>
    public void StoreCopy(byte[] state)
    {
        lock (_gate)
        {
            if (BlockIn(state) > BlockOf(CopyPath))
            {
                AtomicFile.Write(CopyPath, state);
            }
        }
    }

    private string? PrepareLocked()
    {
        if (File.Exists(Path) && BlockOf(Path) >= BlockOf(CopyPath) && TryCopyWhole(Path, CopyPath))
        {
            Remember();
            return null;
        }

        if (File.Exists(CopyPath) && TryCopyWhole(CopyPath, Path))
        {
            return $"the chain's stored state was incomplete or older; it goes on from the copy of "
                + $"{File.GetLastWriteTimeUtc(CopyPath):yyyy-MM-dd HH:mm:ss} UTC";
        }

        if (File.Exists(Path) && TryCopyWhole(Path, CopyPath))
        {
            return "the copy of the chain's stored state was damaged; the chain goes on from what was stored before it";
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
        lock (_gate)
        {
            CopyIfChangedLocked();
        }
    }

    private void CopyIfChangedLocked()
    {
        var info = new FileInfo(Path);
        bool isDue = _lastCopyAt == 0 || _time.GetElapsedTime(_lastCopyAt) >= _pause;
        if (!isDue || !info.Exists || (info.LastWriteTimeUtc, info.Length) == _copied)
        {
            return;
        }

        long start = _time.GetTimestamp();
        if (BlockOf(Path) >= BlockOf(CopyPath) && TryCopyWhole(Path, CopyPath))
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

    /// <summary>The height with which a stored state begins; 0 where there is none or it begins otherwise.</summary>
    private static ulong BlockOf(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        Span<byte> head = stackalloc byte[HeadBytes];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        return BlockIn(head[..file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)]);
    }

    private static ulong BlockIn(ReadOnlySpan<byte> state)
    {
        ReadOnlySpan<byte> start = "{\"block\":{\"number\":\"0x"u8;
        if (!state.StartsWith(start))
        {
            return 0;
        }

        ReadOnlySpan<byte> digits = state[start.Length..Math.Min(state.Length, HeadBytes)];
        int length = digits.IndexOf((byte)'"');
        return length > 0
            && Utf8Parser.TryParse(digits[..length], out ulong number, out int used, 'x') && used == length
            ? number
            : 0;
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
