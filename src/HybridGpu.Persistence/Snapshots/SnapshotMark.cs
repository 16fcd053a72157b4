using System;

namespace HybridGpu.Persistence.Snapshots;

/// <summary>The place in the journal that a snapshot stands for.</summary>
/// <param name="Sequence">Last command in it; durable in the journal before the snapshot is saved.</param>
/// <param name="ChainHash">Hash of the journal's frame that holds that command
/// (<see cref="JournalReader.ChainHash"/>, <see cref="JournalWriter.ChainHash"/>).</param>
/// <param name="EventOrdinal">Ordinal of the last event made by then.</param>
public readonly record struct SnapshotMark(ulong Sequence, UInt128 ChainHash, ulong EventOrdinal);
