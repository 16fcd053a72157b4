using System;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Events;

/// <summary>An operation that an event stands for, before its pages are chosen.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Ordinal">The event's ordinal.</param>
/// <param name="SequencedNs">The event's wall clock in ns.</param>
/// <param name="MarketNs">The event's market time in ns.</param>
/// <param name="Inputs">RiskEpoch: the inputs' payload.</param>
/// <param name="Expected">What the venue says that the operation did, to be compared.</param>
internal readonly record struct PendingOperation(
    Operation Operation,
    ulong Ordinal,
    ulong SequencedNs,
    ulong MarketNs,
    ReadOnlyMemory<byte> Inputs = default,
    VenueFigures Expected = default);
