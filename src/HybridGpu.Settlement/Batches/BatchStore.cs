using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace HybridGpu.Settlement.Batches;

/// <summary>Sealed batches on disk, a file each, from their seal until some time after they are final.</summary>
/// <remarks>
/// What is here can be built again from the venue's journal, so a file that is missing, or the whole folder, is written
/// anew when the venue recovers. Thread: one keeps and prunes, any number read.
/// </remarks>
public sealed class BatchStore
{
    /// <summary>Final batches that stay, in case the chain forgets that they were.</summary>
    public const ulong FinalKept = 64;

    private const string Prefix = "batch-";
    private const string Suffix = ".bin";

    private readonly string _folder;
    private ulong _lowest;

    /// <summary>Opens a folder, and makes it.</summary>
    /// <param name="folder">Where.</param>
    /// <exception cref="IOException">It can't be made or read.</exception>
    public BatchStore(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _lowest = Directory.EnumerateFiles(folder, Prefix + "*" + Suffix)
            .Select(NumberOf)
            .Where(number => number > 0)
            .DefaultIfEmpty(1UL)
            .Min();
    }

    /// <summary>Stores a new batch, flushed to the disk.</summary>
    /// <param name="batch">The batch. One of the same number that a crash kept from being recorded is replaced.</param>
    /// <exception cref="IOException">The disk is full or gone: nothing half-written is left.</exception>
    public void Add(SettlementBatch batch) => Write(batch, PathOf(batch.Header.Batch));

    /// <summary>Stores a batch that is on record again, unless it is there or has been dropped as final.</summary>
    /// <param name="batch">The batch.</param>
    /// <exception cref="IOException">As <see cref="Add"/>.</exception>
    public void Restore(SettlementBatch batch)
    {
        string path = PathOf(batch.Header.Batch);
        if (batch.Header.Batch >= _lowest && !File.Exists(path))
        {
            Write(batch, path);
        }
    }

    /// <summary>Reads a batch.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="InvalidDataException">The file is missing or damaged: what to do is said.</exception>
    public SettlementBatch Read(ulong number)
    {
        string path = PathOf(number);
        try
        {
            using FileStream file = File.OpenRead(path);
            return SettlementBatch.ReadFrom(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"Batch {number} can't be read from {path}: {fault.Message} Stop the venue, move that folder away and "
                + "start again: it is written anew from the journal.",
                fault);
        }
    }

    /// <summary>Drops batches that have been final for long.</summary>
    /// <param name="finalised">The last batch that is final on the chain.</param>
    public void Prune(ulong finalised)
    {
        for (; _lowest + FinalKept <= finalised; _lowest++)
        {
            File.Delete(PathOf(_lowest));
        }
    }

    private static void Write(SettlementBatch batch, string path)
    {
        string partial = path + ".partial";
        try
        {
            using FileStream file = File.Create(partial);
            batch.WriteTo(file);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The room that it takes is needed, first of all by the journal.
            File.Delete(partial);
            throw;
        }

        File.Move(partial, path, overwrite: true);
    }

    private string PathOf(ulong number) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}{Suffix}"));

    private static ulong NumberOf(string path) =>
        ulong.TryParse(
            Path.GetFileName(path)[Prefix.Length..^Suffix.Length],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out ulong number)
            ? number
            : 0;
}
