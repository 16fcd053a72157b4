using System.Diagnostics;
using System.Threading;

namespace HybridGpu.Settlement.Batches;

/// <summary>How much work settlement did and how long it took, for reports: nothing is decided by it.</summary>
/// <remarks>Thread: one adds, any reads.</remarks>
public sealed class LedgerTimings
{
    private long _buildTicks;
    private long _records;
    private long _sealTicks;
    private long _touches;
    private long _pages;

    /// <summary>A moment, to be given back.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Records built.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Records built a second of the time that building took.</summary>
    public double RecordsPerSecond => Rate(Records, Volatile.Read(ref _buildTicks));

    /// <summary>Accounts that sealed batches changed, counted once a batch.</summary>
    public long Touches => Volatile.Read(ref _touches);

    /// <summary>Pages that sealed batches changed, counted once a batch.</summary>
    public long Pages => Volatile.Read(ref _pages);

    /// <summary>Milliseconds of sealing for each account changed: tree, pages, chunks, disk.</summary>
    public double SealMillisPerTouch =>
        Touches == 0 ? 0 : Volatile.Read(ref _sealTicks) * 1_000.0 / Stopwatch.Frequency / Touches;

    /// <summary>Records were built since a moment.</summary>
    public void AddBuilding(long started, int records)
    {
        if (records > 0)
        {
            Volatile.Write(ref _buildTicks, _buildTicks + Now - started);
            Volatile.Write(ref _records, _records + records);
        }
    }

    /// <summary>A batch was sealed since a moment.</summary>
    public void AddSeal(long started, SettlementBatch batch)
    {
        Volatile.Write(ref _sealTicks, _sealTicks + Now - started);
        Volatile.Write(ref _touches, _touches + batch.Header.TouchCount);
        Volatile.Write(ref _pages, _pages + batch.Header.PageCount);
    }

    private static double Rate(long count, long ticks) => ticks == 0 ? 0 : count * (double)Stopwatch.Frequency / ticks;
}
