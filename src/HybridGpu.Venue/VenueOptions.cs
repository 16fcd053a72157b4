using System;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Files;
using HybridGpu.Risk;

namespace HybridGpu.Venue;

/// <summary>How a venue is built.</summary>
public sealed record VenueOptions
{
    /// <summary>Directory of the journal.</summary>
    public required string JournalDirectory { get; init; }

    /// <summary>Where the journal's files are instead of <see cref="JournalDirectory"/>: another device, or one whose
    /// faults are chosen. Null for the directory.</summary>
    public IJournalFileSystem? JournalFiles { get; init; }

    /// <summary>Durability and sizes of the journal.</summary>
    public JournalOptions Journal { get; init; } = new();

    /// <summary>Bounds of the engine; a journal must be replayed under the ones it was written with.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Bounds of the risk room.</summary>
    public RiskLimits RiskLimits { get; init; } = RiskLimits.Default;

    /// <summary>Who computes the risk arrays: auto, simd, reference (all give the same bits).</summary>
    public string Backend { get; init; } = "auto";

    /// <summary>Threads that compute risk arrays on a processor; 0 for all cores. Any number gives the same
    /// bits.</summary>
    public int RiskThreads { get; init; }

    /// <summary>Least wall time between two epochs for the engine.</summary>
    public TimeSpan EpochIntervalMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Slots of the inbound ring, a power of two. When they are taken, publishers wait.</summary>
    public int InboundRingSize { get; init; } = 1 << 14;

    /// <summary>Slots of the outbound ring, a power of two. When they are taken, the engine waits.</summary>
    public int OutboundRingSize { get; init; } = 1 << 15;

    /// <summary>Who is told of each risk epoch that the engine adopts, live and at recovery; null for nobody. A
    /// read-only <see cref="VenueReplay"/> tells nobody.</summary>
    public IEpochObserver? EpochObserver { get; init; }

    /// <summary>How the engine's state is saved; null for a venue without snapshots, which always replays its whole
    /// journal.</summary>
    public EngineImage? EngineImage { get; init; } = EngineImage.OfEngine;

    /// <summary>Commands replayed at an opening from which on a snapshot is saved at its end, so that the next opening
    /// is short even after a kill. One is saved at every clean stop.</summary>
    public ulong SnapshotAfterCommands { get; init; } = 1_000_000;

    /// <summary>Hears a sentence when a snapshot is passed over or can't be saved. Default: standard error.</summary>
    public Action<string> Tell { get; init; } = Console.Error.WriteLine;

    internal IJournalFileSystem Files => JournalFiles ?? new DirectoryFileSystem(JournalDirectory);

    internal JournalWriter OpenWriter() => JournalFiles is null
        ? JournalWriter.Open(JournalDirectory, Journal)
        : JournalWriter.Open(JournalFiles, Journal);

    internal JournalReader OpenReader() => OpenReader(1);

    internal JournalReader OpenReader(ulong fromSequence) => JournalFiles is null
        ? JournalReader.Open(JournalDirectory, fromSequence)
        : JournalReader.Open(JournalFiles, fromSequence);
}
