using HybridGpu.Persistence.Files;

namespace HybridGpu.Persistence.Tests;

/// <summary>What happens at the chosen I/O step.</summary>
internal enum Fault
{
    None,

    /// <summary>The step fails; a write may have been done in part, a flush leaves pages clean that the disk has
    /// not.</summary>
    Eio,

    /// <summary>The disk is full at this step.</summary>
    Enospc,

    /// <summary>A write does half of what was asked, and says so.</summary>
    ShortWrite,

    /// <summary>The power goes in the middle of the step.</summary>
    Crash,
}

/// <summary>The power went.</summary>
internal sealed class PowerCutException : Exception;

/// <summary>A directory in memory that knows what is durable, and fails where a test wants.</summary>
internal sealed class MemoryDisk : IJournalFileSystem
{
    private const int SectorBytes = 512;
    private readonly Dictionary<string, Node> _names = [];
    private Dictionary<string, Node> _durableNames = [];
    private bool _dead;
    private bool _locked;

    public string Location => "memory";

    /// <summary>Steps that change something so far.</summary>
    public int StepCount { get; private set; }

    /// <summary>The step, from 1, at which <see cref="FaultKind"/> happens; 0 for never.</summary>
    public int FaultAt { get; set; }

    public Fault FaultKind { get; set; }

    /// <summary>While set, every step that needs room says there is none.</summary>
    public bool IsFull { get; set; }

    /// <summary>Runs before each step: what other threads do while one is busy with the disk.</summary>
    public Action? BeforeStep { get; set; }

    /// <summary>Whether the power has gone.</summary>
    public bool IsDead => _dead;

    /// <summary>Keeps every write that reached the page cache, or loses what was not flushed, sector by
    /// sector.</summary>
    public MemoryDisk AfterCrash(Random random)
    {
        var after = new MemoryDisk();
        Dictionary<string, Node> names = random.Next(2) == 0 ? _names : _durableNames;
        foreach ((string name, Node node) in names)
        {
            after._names[name] = node.AfterCrash(random);
        }

        after._durableNames = new Dictionary<string, Node>(after._names);
        return after;
    }

    /// <summary>The process died and the machine did not: what was written is still there to be read, and what was not
    /// flushed is still not durable.</summary>
    public MemoryDisk AfterKill()
    {
        var after = new MemoryDisk();
        foreach ((string name, Node node) in _names)
        {
            after._names[name] = node;
        }

        after._durableNames = _durableNames;
        return after;
    }

    /// <summary>A copy as after a clean shutdown of the machine.</summary>
    public MemoryDisk Copy()
    {
        var copy = new MemoryDisk();
        foreach ((string name, Node node) in _names)
        {
            copy._names[name] = new Node { Cached = [.. node.Cached], Durable = [.. node.Cached] };
        }

        copy._durableNames = new Dictionary<string, Node>(copy._names);
        return copy;
    }

    public byte[] Bytes(string name) => _names[name].Cached;

    public void SetBytes(string name, byte[] bytes) => _names[name] = new Node { Cached = bytes, Durable = [.. bytes] };

    public IDisposable? TryLock(string name)
    {
        if (_locked)
        {
            return null;
        }

        _locked = true;
        return new Unlock(this);
    }

    public IReadOnlyList<string> List() => [.. _names.Keys];

    public IJournalFile Create(string name)
    {
        Step(needsRoom: true);
        Node node = new();
        _names[name] = node;
        return new Handle(this, node);
    }

    public IJournalFile Open(string name, bool writable) =>
        _names.TryGetValue(name, out Node? node) ? new Handle(this, node) : throw new FileNotFoundException(name);

    public void Rename(string name, string newName)
    {
        Step(needsRoom: false);
        _names[newName] = _names[name];
        _names.Remove(name);
    }

    public void Delete(string name)
    {
        Step(needsRoom: false);
        _names.Remove(name);
    }

    public void FlushDirectory()
    {
        Step(needsRoom: false);
        _durableNames = new Dictionary<string, Node>(_names);
    }

    /// <summary>Counts a step and lets it fail when it is the chosen one.</summary>
    private Fault Step(bool needsRoom)
    {
        if (_dead)
        {
            throw new PowerCutException();
        }

        BeforeStep?.Invoke();
        if (needsRoom && IsFull)
        {
            throw new JournalDiskFullException();
        }

        if (++StepCount != FaultAt)
        {
            return Fault.None;
        }

        return FaultKind switch
        {
            Fault.Eio => throw new IOException("Injected EIO."),
            Fault.Enospc => throw new JournalDiskFullException(),
            Fault.Crash => throw Die(),
            _ => FaultKind,
        };
    }

    private PowerCutException Die()
    {
        _dead = true;
        return new PowerCutException();
    }

    private sealed class Unlock(MemoryDisk disk) : IDisposable
    {
        public void Dispose() => disk._locked = false;
    }

    private sealed class Node
    {
        public byte[] Cached { get; set; } = [];

        public byte[] Durable { get; set; } = [];

        /// <summary>Sectors written since the last flush.</summary>
        public HashSet<long> Dirty { get; } = [];

        public Node AfterCrash(Random random)
        {
            byte[] bytes = new byte[Durable.Length];
            if (Cached.Length != Durable.Length && random.Next(2) == 0)
            {
                bytes = new byte[Cached.Length];
            }

            Durable.AsSpan(0, Math.Min(Durable.Length, bytes.Length)).CopyTo(bytes);
            foreach (long sector in Dirty.Order())
            {
                int at = (int)sector * SectorBytes;
                int length = Math.Min(SectorBytes, Math.Min(Cached.Length, bytes.Length) - at);
                if (length > 0 && random.Next(2) == 0)
                {
                    Cached.AsSpan(at, length).CopyTo(bytes.AsSpan(at));
                }
            }

            return new Node { Cached = bytes, Durable = [.. bytes] };
        }
    }

    private sealed class Handle(MemoryDisk disk, Node node) : IJournalFile
    {
        public long Length => node.Cached.Length;

        public int Read(long offset, Span<byte> into)
        {
            int count = (int)Math.Clamp(node.Cached.Length - offset, 0, into.Length);
            node.Cached.AsSpan((int)Math.Min(offset, node.Cached.Length), count).CopyTo(into);
            return count;
        }

        public int Write(long offset, ReadOnlySpan<byte> bytes)
        {
            Fault fault;
            try
            {
                fault = disk.Step(needsRoom: offset + bytes.Length > node.Cached.Length);
            }
            catch (Exception e) when (e is not JournalDiskFullException && !disk.IsFull)
            {
                // What fails in the middle has done some of it.
                if (disk.StepCount == disk.FaultAt)
                {
                    Put(offset, bytes[..(bytes.Length / 2)]);
                }

                throw;
            }

            int count = fault == Fault.ShortWrite ? Math.Max(1, bytes.Length / 2) : bytes.Length;
            Put(offset, bytes[..count]);
            return count;
        }

        public void Allocate(long length)
        {
            _ = disk.Step(needsRoom: length > node.Cached.Length);
            Grow(length);
        }

        public void Truncate(long length)
        {
            _ = disk.Step(needsRoom: false);
            node.Cached = node.Cached[..(int)length];
        }

        public void Flush()
        {
            try
            {
                _ = disk.Step(needsRoom: false);
            }
            catch (IOException)
            {
                // As Linux does after a failed write-back: the pages stay, and count as clean.
                node.Dirty.Clear();
                throw;
            }

            byte[] durable = new byte[node.Cached.Length];
            node.Durable.AsSpan(0, Math.Min(durable.Length, node.Durable.Length)).CopyTo(durable);
            foreach (long sector in node.Dirty)
            {
                int at = (int)sector * SectorBytes;
                int length = Math.Min(SectorBytes, durable.Length - at);
                node.Cached.AsSpan(at, length).CopyTo(durable.AsSpan(at));
            }

            node.Durable = durable;
            node.Dirty.Clear();
        }

        public void Dispose()
        {
        }

        private void Grow(long length)
        {
            if (length > node.Cached.Length)
            {
                byte[] bytes = node.Cached;
                Array.Resize(ref bytes, (int)length);
                node.Cached = bytes;
            }
        }

        private void Put(long offset, ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
            {
                return;
            }

            Grow(offset + bytes.Length);
            bytes.CopyTo(node.Cached.AsSpan((int)offset));
            for (long s = offset / SectorBytes; s <= (offset + bytes.Length - 1) / SectorBytes; s++)
            {
                node.Dirty.Add(s);
            }
        }
    }
}
