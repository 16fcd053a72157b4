using System;

namespace HybridGpu.Persistence.Snapshots;

/// <summary>A snapshot that was read whole and is what was saved, bit for bit.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Mark">Where in the journal it stands.</param>
/// <param name="Payload">What was saved, in the form of whoever saved it.</param>
public sealed record Snapshot(string File, SnapshotMark Mark, ReadOnlyMemory<byte> Payload);
