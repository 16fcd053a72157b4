using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Does for a log what waits for the disk, beside the thread that sends.</summary>
/// <remarks>
/// An fsync of what a busy session wrote in a minute takes a tenth of a second, and whoever sends to the session would
/// wait. So written bytes are made durable here in small parts, and files are deleted here, after all that must be
/// durable before. A fault is thrown to the log's owner at its next flush. Thread: any; the work is done by one thread
/// of its own at a time, as the pool's have others' answers to send, in the order asked for, but a file that waits
/// already is not asked for twice. Cost: asking takes a lock and, a few times a segment, a thread.
/// </remarks>
internal sealed class DiskKeeper
{
    private readonly object _gate = new();
    private readonly Queue<string> _doomed = new();
    private SafeFileHandle? _file;
    private bool _isBusy;
    private volatile Exception? _fault;

    /// <summary>Asks that what is written to a file becomes durable.</summary>
    /// <param name="file">The file; it may be closed meanwhile.</param>
    public void Sync(SafeFileHandle file)
    {
        lock (_gate)
        {
            _file = file;
            Begin();
        }
    }

    /// <summary>Asks that a file be deleted, once the file last given to <see cref="Sync"/> and its name are
    /// durable.</summary>
    /// <param name="path">The file.</param>
    public void Delete(string path)
    {
        lock (_gate)
        {
            _doomed.Enqueue(path);
            Begin();
        }
    }

    /// <summary>Throws what went wrong since the log was opened.</summary>
    /// <exception cref="IOException">The disk would not.</exception>
    public void ThrowIfFailed()
    {
        if (_fault is { } fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    /// <summary>Waits until all that was asked for is done.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (_isBusy)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Execute()
    {
        string? flushed = null;
        while (TryTake(out SafeFileHandle? file, out string? doomed))
        {
            try
            {
                if (file is not null)
                {
                    SyncOpen(file);
                    flushed = null;
                    continue;
                }

                string folder = Path.GetDirectoryName(Path.GetFullPath(doomed!))!;
                if (flushed != folder)
                {
                    // The newest segment's name; what a deletion changes it flushes itself.
                    DirectoryFlush.Run(folder);
                    flushed = folder;
                }

                PrivateFiles.Delete(doomed!);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _fault = fault;
            }
        }
    }

    private static void SyncOpen(SafeFileHandle file)
    {
        try
        {
            RandomAccess.FlushToDisk(file);
        }
        catch (ObjectDisposedException)
        {
            // A segment that was closed meanwhile was made durable before that.
        }
    }

    /// <summary>Under the gate.</summary>
    private void Begin()
    {
        if (!_isBusy)
        {
            _isBusy = true;
            new Thread(Execute) { IsBackground = true, Name = "fix-disk" }.Start();
        }
    }

    private bool TryTake(out SafeFileHandle? file, out string? doomed)
    {
        lock (_gate)
        {
            (file, _file) = (_file, null);
            doomed = null;

            // After a fault nothing is deleted: what should be durable before may not be.
            bool isDone = file is null && (_fault is not null || !_doomed.TryDequeue(out doomed));
            if (isDone)
            {
                _isBusy = false;
                Monitor.PulseAll(_gate);
            }

            return !isDone;
        }
    }
}
