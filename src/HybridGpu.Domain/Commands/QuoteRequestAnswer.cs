using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Answers a request for quote with firm prices; a quantity of 0 takes that side back. 88 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
public struct QuoteRequestAnswer
{
    /// <summary>The maker's name for the answer.</summary>
    [FieldOffset(0)] public Text40 Name;

    /// <summary>The venue's number of the request.</summary>
    [FieldOffset(40)] public ulong Request;

    /// <summary>Account that answers.</summary>
    [FieldOffset(48)] public AccountId Account;

    /// <summary>Bid price in ticks.</summary>
    [FieldOffset(56)] public long BidTicks;

    /// <summary>Bid quantity in lots.</summary>
    [FieldOffset(64)] public long BidLots;

    /// <summary>Ask price in ticks.</summary>
    [FieldOffset(72)] public long AskTicks;

    /// <summary>Ask quantity in lots.</summary>
    [FieldOffset(80)] public long AskLots;
}
