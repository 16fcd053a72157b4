using System;

namespace HybridGpu.Fix.Store;

/// <summary>An entry of a session's log.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="MsgSeqNum">MsgSeqNum(34) of a message; the number that was set or is next.</param>
/// <param name="TimeNs">SendingTime, time of receipt or of the change (0 where that isn't known), or when the
/// sequences began; ns since 1970.</param>
/// <param name="Message">The message, from 8 to 10; empty for what isn't one.</param>
public readonly record struct SessionLogEntry(
    SessionLogEntryKind Kind, long MsgSeqNum, long TimeNs, ReadOnlyMemory<byte> Message);
