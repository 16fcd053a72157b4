using System;
using System.Buffers;
using System.IO;
using HybridGpu.Domain;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Snapshots;
using HybridGpu.Risk;
using HybridGpu.Risk.Positions;

namespace HybridGpu.Venue;

/// <summary>The venue's state as the payload of a snapshot: the read side's, then the engine's.</summary>
/// <remarks>All parts are written at one command, while nothing runs. Risk arrays are not in it: they are recomputed
/// from the journaled inputs of the epoch that was current.</remarks>
internal sealed class VenueImage(
    VenueEngine engine,
    EngineStage stage,
    VenueDirectory directory,
    VenueStatistics statistics,
    PositionBook positions,
    InstrumentCatalog catalog)
{
    private const ulong Version = 2;

    public void Write(EngineImage image, IBufferWriter<byte> into)
    {
        ImageBytes.Write(into, Version);
        ImageBytes.Write(into, engine.StateHash);
        ImageBytes.Write(into, stage.EpochSequence);
        directory.WriteImage(into);
        statistics.WriteImage(into);
        positions.WriteImage(into);
        image.Write(engine, into);
    }

    /// <summary>Makes the new venue what the snapshot's was.</summary>
    /// <param name="image">How the engine reads.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="openAt">Opens the journal at a command.</param>
    /// <param name="replay">Recomputes arrays.</param>
    /// <exception cref="ReplayDivergedException">What was read is not the state that was written.</exception>
    public void Read(
        EngineImage image, Snapshot snapshot, Func<ulong, JournalReader> openAt, JournalReplay replay)
    {
        ReadOnlySpan<byte> bytes = snapshot.Payload.Span;
        try
        {
            if (ImageBytes.Read<ulong>(ref bytes) is ulong version and not Version)
            {
                throw new InvalidDataException($"It has version {version}; this build reads {Version}.");
            }

            StateHash hash = ImageBytes.Read<StateHash>(ref bytes);
            ulong epochSequence = ImageBytes.Read<ulong>(ref bytes);
            directory.ReadImage(ref bytes, catalog);
            statistics.ReadImage(ref bytes);
            bytes = bytes[positions.ReadImage(bytes)..];
            RiskArrays? arrays = epochSequence == 0 ? null : Recompute(epochSequence, openAt, replay);
            image.Read(engine, bytes, arrays);
            stage.EpochSequence = epochSequence;
            Check(snapshot.Mark, hash, arrays);
        }
        catch (InvalidDataException e)
        {
            throw new ReplayDivergedException(Refusal(snapshot, e.Message), e);
        }

        void Check(SnapshotMark mark, StateHash hash, RiskArrays? arrays)
        {
            if (engine.Sequence != mark.Sequence || engine.EventCount != mark.EventOrdinal || engine.StateHash != hash
                || !ReferenceEquals(engine.Arrays, arrays))
            {
                throw new ReplayDivergedException(Refusal(snapshot,
                    $"It reads to command {engine.Sequence}, event {engine.EventCount}, state {engine.StateHash}, and "
                    + $"was written at {mark.Sequence}, {mark.EventOrdinal}, {hash}."));
            }
        }
    }

    private static RiskArrays Recompute(ulong sequence, Func<ulong, JournalReader> openAt, JournalReplay replay)
    {
        using JournalReader reader = openAt(sequence);
        if (!reader.TryRead())
        {
            throw new InvalidDataException($"The journal does not hold its risk epoch, command {sequence}.");
        }

        return replay.Recompute(in reader.Current, reader.Payload);
    }

    private static string Refusal(Snapshot snapshot, string what) =>
        $"{snapshot.File} can't be used by this build: {what} Move it away and start again: the journal holds "
        + "everything, and is then replayed from an earlier snapshot or from its first command.";
}
