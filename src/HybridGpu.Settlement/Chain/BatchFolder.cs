using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Settlement.Batches;

namespace HybridGpu.Settlement.Chain;

/// <summary>Sealed batches on disk, a file each, so that they are posted although the venue has ended since.</summary>
/// <remarks>A batch is there whole or not at all. Thread: one that adds, any that read.</remarks>
public sealed class BatchFolder : IBatchSource
{
    private readonly string _folder;
    private ulong _last;

    private BatchFolder(string folder) => _folder = folder;

    /// <inheritdoc/>
    public ulong LastBatch => Interlocked.Read(ref _last);

    /// <summary>Opens a folder, or makes one.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The source of what is there without a gap.</returns>
    public static BatchFolder Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var batches = new BatchFolder(folder);
        while (File.Exists(batches.PathOf(batches._last + 1)))
        {
            batches._last++;
        }

        return batches;
    }

    /// <summary>Stores the next batch, on disk when it returns; one that is there already is only compared.</summary>
    /// <param name="batch">The batch.</param>
    /// <exception cref="ChainException">Another batch of the number is there: the venue's journal and this folder don't
    /// belong together.</exception>
    /// <exception cref="ArgumentException">Its number isn't the next.</exception>
    public void Add(SettlementBatch batch)
    {
        ulong number = batch.Header.Batch;
        if (number <= LastBatch)
        {
            if (Read(number).Hash != batch.Hash)
            {
                throw new ChainException(FormattableString.Invariant(
                    $"batch {number} in {_folder} isn't what the journal gives: they don't belong together"));
            }

            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(number, LastBatch + 1, nameof(batch));
        using var content = new MemoryStream();
        batch.WriteTo(content);
        AtomicFile.Write(PathOf(number), content.GetBuffer().AsSpan(0, (int)content.Length));
        Interlocked.Exchange(ref _last, number);
    }

    /// <inheritdoc/>
    public ValueTask<SettlementBatch> GetAsync(ulong number, CancellationToken cancellation) =>
        ValueTask.FromResult(Read(number));

    private SettlementBatch Read(ulong number)
    {
        string path = PathOf(number);
        try
        {
            using FileStream file = File.OpenRead(path);
            return SettlementBatch.ReadFrom(file);
        }
        catch (InvalidDataException exception)
        {
            throw new ChainException($"{path}: {exception.Message}", exception);
        }
    }

    private string PathOf(ulong number) =>
        Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"batch-{number:D10}.bin"));
}
