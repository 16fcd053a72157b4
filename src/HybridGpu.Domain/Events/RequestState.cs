using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>A request for quote was opened, answered, traded, ended or refused. 160 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 160)]
public struct RequestState
{
    /// <summary>The request's name; of an answer or acceptance, its own.</summary>
    [FieldOffset(0)] public Text40 Name;

    /// <summary>The venue's number of the request.</summary>
    [FieldOffset(40)] public ulong Request;

    /// <summary>Account that asked, answered or accepted.</summary>
    [FieldOffset(48)] public AccountId Account;

    /// <summary>Instrument or combo.</summary>
    [FieldOffset(52)] public InstrumentId Instrument;

    /// <summary>Quantity asked for, or traded.</summary>
    [FieldOffset(56)] public long Lots;

    /// <summary>Last moment of the request.</summary>
    [FieldOffset(64)] public long ExpiryNs;

    /// <summary>Bid of an answer.</summary>
    [FieldOffset(72)] public long BidTicks;

    /// <summary>Its quantity.</summary>
    [FieldOffset(80)] public long BidLots;

    /// <summary>Offer of an answer.</summary>
    [FieldOffset(88)] public long AskTicks;

    /// <summary>Its quantity.</summary>
    [FieldOffset(96)] public long AskLots;

    /// <summary>The session that hears of it.</summary>
    [FieldOffset(104)] public SessionId Owner;

    /// <summary>Side of the asker; none when it keeps it to itself.</summary>
    [FieldOffset(108)] public Side Side;

    /// <summary>Why it was refused or ended.</summary>
    [FieldOffset(110)] public RejectCode Reason;

    /// <summary>Account that asked.</summary>
    [FieldOffset(112)] public AccountId Asker;

    /// <summary>Session of the account that asked.</summary>
    [FieldOffset(116)] public SessionId AskerSession;
}
