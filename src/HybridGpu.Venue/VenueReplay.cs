using System;
using System.Diagnostics;
using HybridGpu.Engine;
using HybridGpu.Persistence;
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
    /// <exception cref="JournalDamagedException">The journal is damaged: file, offset and what to do are
    /// said.</exception>
    /// <exception cref="ReplayDivergedException">A risk epoch can't be recomputed to its recorded hash.</exception>
    public static ReplayReport Run(VenueOptions options, out ReplayMeasure measure, ulong until = ulong.MaxValue)
    {
        long start = Stopwatch.GetTimestamp();
        var catalog = new InstrumentCatalog(options.RiskLimits);
        var statistics = new VenueStatistics();
        var readSide = new ReadSide(new VenueDirectory(), statistics, new PositionBook(options.RiskLimits, catalog));
        var engine = new VenueEngine(options.Engine, new EventFanout([readSide]));
        var pool = new RiskArraysPool(options.RiskLimits);
        using EpochReplay epochs = EpochReplay.Create(
                options.RiskLimits, catalog, options.Backend, out string problem, options.RiskThreads)
            ?? throw new ArgumentException(problem);
        using JournalReader reader = options.OpenReader();
        var replay = new JournalReplay(new EngineStage(engine, pool), epochs, pool);
        long applyStart = Stopwatch.GetTimestamp();
        ulong commands = replay.Run(reader, until);
        TimeSpan applying = Stopwatch.GetElapsedTime(applyStart);
        var report = new ReplayReport(
            commands,
            engine.EventCount,
            engine.StateHash,
            statistics.HashesChecked,
            statistics.HashesDiffering,
            engine.CheckConservation(),
            engine.Sequence == until || reader.VerifyEnd());
        measure = new ReplayMeasure(applying, Stopwatch.GetElapsedTime(start), replay.Bytes, statistics);
        return report;
    }
}
