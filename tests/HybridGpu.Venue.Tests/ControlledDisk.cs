using HybridGpu.Persistence.Files;

namespace HybridGpu.Venue.Tests;

/// <summary>A real directory whose flushes can be held or made to fail, and which can be full.</summary>
internal sealed class ControlledDisk : IJournalFileSystem
{
    private readonly DirectoryFileSystem _files;
    private volatile bool _isHeld;
    private volatile bool _failsFlush;
    private volatile bool _isFull;

    public ControlledDisk(string path)
    {
        _files = new DirectoryFileSystem(path);
    }

    public string Location => _files.Location;

    /// <summary>Flushes fail from now on.</summary>
    public bool FailsFlush { get => _failsFlush; set => _failsFlush = value; }

    /// <summary>There is no room for a new or longer file.</summary>
    public bool IsFull { get => _isFull; set => _isFull = value; }

    /// <summary>Flushes wait from now on; what is written stays written.</summary>
    public void HoldFlush() => _isHeld = true;

    /// <summary>A flush waits: the journal's thread does nothing until it is released.</summary>
    public bool IsFlushWaiting { get; private set; }

    public void ReleaseFlush() => _isHeld = false;

    public IDisposable? TryLock(string name) => _files.TryLock(name);

    public IReadOnlyList<string> List() => _files.List();

    public IJournalFile Create(string name)
    {
        ThrowIfFull();
        return new Handle(this, _files.Create(name));
    }

    public IJournalFile Open(string name, bool writable) => new Handle(this, _files.Open(name, writable));

    public void Rename(string name, string newName) => _files.Rename(name, newName);

    public void Delete(string name) => _files.Delete(name);

    public void FlushDirectory() => _files.FlushDirectory();

    private void ThrowIfFull()
    {
        if (IsFull)
        {
            throw new JournalDiskFullException();
        }
    }

    private sealed class Handle(ControlledDisk disk, IJournalFile file) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> into) => file.Read(offset, into);

        public int Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Allocate(long length)
        {
            disk.ThrowIfFull();
            file.Allocate(length);
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Flush()
        {
            disk.IsFlushWaiting = disk._isHeld;
            SpinWait.SpinUntil(() => !disk._isHeld);
            disk.IsFlushWaiting = false;
            if (disk.FailsFlush)
            {
                throw new IOException("Injected EIO.");
            }

            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
