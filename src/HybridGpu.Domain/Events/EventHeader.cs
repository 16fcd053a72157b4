using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>What every event carries. 56 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct EventHeader
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 56;

    /// <summary>Number of the event since the journal began, from 1, without gaps; the same at every replay.</summary>
    [FieldOffset(0)] public ulong Ordinal;

    /// <summary>The command that caused it.</summary>
    [FieldOffset(8)] public ulong Sequence;

    /// <summary>The engine's wall time: the command's, never before an earlier command's.</summary>
    [FieldOffset(16)] public long SequencedNs;

    /// <summary>The engine's market time, monotone likewise.</summary>
    [FieldOffset(24)] public long MarketNs;

    /// <summary>MsgSeqNum of the causing command.</summary>
    [FieldOffset(32)] public ulong MsgSeqNum;

    /// <summary>Source session of the causing command.</summary>
    [FieldOffset(40)] public SessionId Session;

    /// <summary>Kind of event, and thereby which body.</summary>
    [FieldOffset(44)] public EventKind Kind;

    /// <summary>True (1) on the last event of its command.</summary>
    [FieldOffset(46)] public byte EndsCommand;
}
