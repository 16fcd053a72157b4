using System;
using System.Diagnostics;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Snapshots;
using HybridGpu.Risk;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Positions;

namespace HybridGpu.Venue;

/// <summary>Replays a journal without opening a venue: read-only, also beside a running one.</summary>
public static class VenueReplay
{
    /// <summary>Applies every whole command from the first on and compares the recorded state hashes.</summary>
    /// <param name="options">The options that the journal was written with.</param>
    /// <param name="until">Last command to be applied. Before the journal's end, nothing is said of that end.</param>
    /// <exception cref="JournalDamagedException">The journal is damaged: file, offset and what to do are
    /// said.</exception>
    /// <exception cref="ReplayDivergedException">A risk epoch can't be recomputed to its recorded hash.</exception>
    public static ReplayReport Run(VenueOptions options, ulong until = ulong.MaxValue) => Run(options, out _, until);

    /// <summary>Applies every whole command from the first on, compares the recorded state hashes, and says how long it
    /// took.</summary>
    /// <param name="options">The options that the journal was written with.</param>
    /// <param name="measure">Time, bytes and counts.</param>
    /// <param name="until">Last command to be applied. Before the journal's end, nothing is said of that end.</param>
    /// <param name="fromSnapshot">Begin at the newest snapshot up to <paramref name="until"/> that is whole and of this
    /// journal, or at the first command where there is none; what is passed over is told.</param>
    /// <exception cref="JournalDamagedException">The journal is damaged: file, offset and what to do are
    /// said.</exception>
    /// <exception cref="ReplayDivergedException">A risk epoch can't be recomputed to its recorded hash, or a snapshot
    /// isn't what was written.</exception>
    public static ReplayReport Run(
        VenueOptions options, out ReplayMeasure measure, ulong until = ulong.MaxValue, bool fromSnapshot = false)
    {
        long start = Stopwatch.GetTimestamp();
        var catalog = new InstrumentCatalog(options.RiskLimits);
        var statistics = new VenueStatistics();
        var directory = new VenueDirectory();
        var positions = new PositionBook(options.RiskLimits, catalog);
        var fanout = new EventFanout([new ReadSide(directory, statistics, positions)]);
        var engine = new VenueEngine(options.Engine, fanout);
        var pool = new RiskArraysPool(options.RiskLimits);
        using EpochReplay epochs = EpochReplay.Create(
                options.RiskLimits, catalog, options.Backend, out string problem, options.RiskThreads)
            ?? throw new ArgumentException(problem);
        var stage = new EngineStage(engine, pool);
        var replay = new JournalReplay(stage, epochs, pool);
        using RecoveryStart? begin = fromSnapshot
            ? RecoveryStart.Find(options.Files, snapshot => snapshot.Mark.Sequence <= until, options.Tell)
            : null;
        if (begin?.Snapshot is { } snapshot)
        {
            var image = new VenueImage(engine, stage, directory, statistics, positions, catalog);
            fanout.IsMuted = true;
            image.Read(EngineImage.OfEngine, snapshot, options.OpenReader, replay);
            fanout.IsMuted = false;
        }

        long checkedBefore = statistics.HashesChecked;
        using JournalReader reader = begin?.Tail ?? options.OpenReader();
        long applyStart = Stopwatch.GetTimestamp();
        ulong commands = replay.Run(reader, until);
        TimeSpan applying = Stopwatch.GetElapsedTime(applyStart);
        var report = new ReplayReport(
            commands,
            engine.EventCount - (begin?.Snapshot?.Mark.EventOrdinal ?? 0),
            engine.StateHash,
            statistics.HashesChecked - checkedBefore,
            statistics.HashesDiffering,
            engine.CheckConservation(),
            EndOf(reader, engine.Sequence == until),
            begin?.Snapshot?.Mark.Sequence ?? 0);
        measure = new ReplayMeasure(applying, Stopwatch.GetElapsedTime(start), replay.Bytes, statistics);
        return report;
    }

    private static ReplayEnd EndOf(JournalReader reader, bool isCutShort)
    {
        if (isCutShort)
        {
            return ReplayEnd.NotReached;
        }

        bool isWhole = reader.VerifyEnd();
        return !reader.KnowsDurableEnd() ? ReplayEnd.Unproven : isWhole ? ReplayEnd.Whole : ReplayEnd.Torn;
    }
}
