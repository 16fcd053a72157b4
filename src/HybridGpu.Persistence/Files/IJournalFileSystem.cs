using System;
using System.Collections.Generic;

namespace HybridGpu.Persistence.Files;

/// <summary>The journal's one directory. Everything the journal does to a disk goes through here, so that tests can
/// make any single step fail or lose it in a crash.</summary>
/// <remarks>Names are plain file names. Creating, renaming and deleting are durable only after
/// <see cref="FlushDirectory"/>.</remarks>
public interface IJournalFileSystem
{
    /// <summary>Where it is, for messages.</summary>
    public string Location { get; }

    /// <summary>Takes an exclusive lock that ends with its holder, however it ends.</summary>
    /// <param name="name">Name of the lock file.</param>
    /// <returns>The lock, released when disposed, or null when another holds it.</returns>
    public IDisposable? TryLock(string name);

    /// <summary>Names of all files, in no order.</summary>
    public IReadOnlyList<string> List();

    /// <summary>Makes a new empty file, replacing one of that name.</summary>
    /// <param name="name">File name.</param>
    public IJournalFile Create(string name);

    /// <summary>Opens a file that exists.</summary>
    /// <param name="name">File name.</param>
    /// <param name="writable">Whether it will be written.</param>
    public IJournalFile Open(string name, bool writable);

    /// <summary>Renames a file, replacing one of the new name in one step. An open file stays open.</summary>
    /// <param name="name">Present name.</param>
    /// <param name="newName">New name.</param>
    public void Rename(string name, string newName);

    /// <summary>Deletes a file.</summary>
    /// <param name="name">File name.</param>
    public void Delete(string name);

    /// <summary>Makes creations, renames and deletions durable.</summary>
    public void FlushDirectory();
}
