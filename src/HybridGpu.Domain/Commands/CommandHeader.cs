using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>What every command carries: its number, both clocks, where it came from. 80 bytes, frozen in
/// docs/wire.md.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct CommandHeader
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 80;

    /// <summary>Number of the command in the journal, from 1, without gaps.</summary>
    [FieldOffset(0)] public ulong Sequence;

    /// <summary>Wall clock, ns since the Unix epoch, as read by the source just before publication.</summary>
    [FieldOffset(8)] public long SequencedNs;

    /// <summary>The market's own time, ns since the Unix epoch; recorded data may replay another day.</summary>
    [FieldOffset(16)] public long MarketNs;

    /// <summary>The source session's message number; 0 from the venue itself.</summary>
    [FieldOffset(24)] public ulong MsgSeqNum;

    /// <summary>The source session.</summary>
    [FieldOffset(32)] public SessionId Session;

    /// <summary>Kind of command, and thereby which body.</summary>
    [FieldOffset(36)] public CommandKind Kind;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(38)] public ushort Flags;

    /// <summary>Bytes of payload that follow the command in the journal.</summary>
    [FieldOffset(40)] public uint PayloadLength;

    /// <summary>Reserved, zero.</summary>
    [FieldOffset(44)] public uint Reserved;

    /// <summary>EIP-712 hash of the signed order or quote; zero when the account delegates to the venue's
    /// key.</summary>
    [FieldOffset(48)] public Hash256 OrderHash;
}
