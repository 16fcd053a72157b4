using System;

namespace HybridGpu.Persistence.Journal;

/// <summary>Where a recovered journal goes on.</summary>
internal readonly record struct RecoveredTail(
    ulong LastSequence,
    UInt128 ChainHash,
    ulong LastTerm,
    ulong SegmentFirst,
    long Position,
    RecoveryReport Report);
