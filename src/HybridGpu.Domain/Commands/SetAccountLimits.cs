using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Sets the limits of an account that its broker or the venue wants held. The venue only. 48 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct SetAccountLimits
{
    /// <summary>The account.</summary>
    [FieldOffset(0)] public AccountId Account;

    /// <summary>Firm that it belongs to; 0 is none.</summary>
    [FieldOffset(4)] public uint Firm;

    /// <summary>Most open orders, quotes apart; 0 is the number of order slots.</summary>
    [FieldOffset(8)] public uint OpenOrdersMax;

    /// <summary>What happens when an order without an action of its own would meet itself.</summary>
    [FieldOffset(12)] public SelfTradeAction SelfTrade;

    /// <summary>1: accounts of the same firm are the same trader; 0: only the account itself is.</summary>
    [FieldOffset(13)] public byte SelfTradeByFirm;

    /// <summary>Fat finger: most lots of one order; 0 is the instrument's.</summary>
    [FieldOffset(16)] public long OrderLotsMax;

    /// <summary>Fat finger: most value of one order in micro-USD, of the premium for options; 0 is none.</summary>
    [FieldOffset(24)] public long OrderNotionalMaxMicros;

    /// <summary>Messages in a window before they are counted against trades.</summary>
    [FieldOffset(32)] public uint MessagesFree;

    /// <summary>Further messages allowed for each trade in the window; 0: messages aren't counted.</summary>
    [FieldOffset(36)] public uint MessagesPerTrade;

    /// <summary>Length of that window in ns of SequencedNs.</summary>
    [FieldOffset(40)] public long WindowNs;
}
