using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;

namespace HybridGpu.Persistence.Files;

/// <summary>A real directory, made for its owner alone if it is not there.</summary>
public sealed class DirectoryFileSystem : IJournalFileSystem
{
    private readonly string _path;

    /// <summary>Names the directory.</summary>
    /// <param name="path">Path of the directory.</param>
    /// <param name="readOnly">Leave the disk as it is: a directory that is not there stays so.</param>
    public DirectoryFileSystem(string path, bool readOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        if (readOnly || Directory.Exists(_path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
        }
        else
        {
            // A journal is everybody's orders and positions: nobody else's to read.
            Directory.CreateDirectory(
                _path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (Path.GetDirectoryName(_path) is { } parent)
        {
            LibC.FlushDirectory(parent);
        }
    }

    /// <inheritdoc/>
    public string Location => _path;

    /// <inheritdoc/>
    public IDisposable? TryLock(string name)
    {
        try
        {
            // FileShare.None is an advisory flock on Unix: the kernel releases it when the process dies.
            return new FileStream(Full(name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (DiskErrors.Translate(e, _path)
            is not (JournalDiskFullException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Whether another has a lock of that name now. Makes no file and waits for nothing; a process that
    /// happens to ask for the lock in that microsecond may be told that it is taken.</summary>
    /// <param name="name">The lock's file, as for <see cref="TryLock"/>.</param>
    /// <exception cref="UnauthorizedAccessException">The file is there and may not be read.</exception>
    public bool IsLocked(string name)
    {
        try
        {
            using var probe = new FileStream(Full(name), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List()
    {
        string[] names = Directory.GetFiles(_path);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Path.GetFileName(names[i]);
        }

        return names;
    }

    /// <inheritdoc/>
    public IJournalFile Create(string name) => OpenHandle(name, FileMode.Create, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public IJournalFile Open(string name, bool writable) =>
        OpenHandle(name, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read);

    /// <inheritdoc/>
    public void Rename(string name, string newName) => File.Move(Full(name), Full(newName), overwrite: true);

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(Full(name));

    /// <inheritdoc/>
    public void FlushDirectory() => LibC.FlushDirectory(_path);

    [SuppressMessage("Reliability", "CA2000", Justification = "The file that is returned owns the handle.")]
    private DirectoryFile OpenHandle(string name, FileMode mode, FileAccess access)
    {
        string path = Full(name);
        try
        {
            return new DirectoryFile(
                File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete), path);
        }
        catch (IOException e)
        {
            throw DiskErrors.Translate(e, path);
        }
    }

    private string Full(string name) => Path.Combine(_path, name);
}
