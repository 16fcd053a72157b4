using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Takes the best answers to a request for quote, or ends it with a quantity of 0. 72 bytes.</summary>
/// <remarks>The quantity is shared out by price, then in proportion to what each maker offers at the worst price
/// reached. All of it trades or none of it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct AcceptQuotes
{
    /// <summary>The client's name for the trade.</summary>
    [FieldOffset(0)] public Text40 Name;

    /// <summary>The venue's number of the request.</summary>
    [FieldOffset(40)] public ulong Request;

    /// <summary>Account that asked.</summary>
    [FieldOffset(48)] public AccountId Account;

    /// <summary>Side that it takes.</summary>
    [FieldOffset(52)] public Side Side;

    /// <summary>Worst price in ticks.</summary>
    [FieldOffset(56)] public long LimitTicks;

    /// <summary>Quantity in lots; all of it trades, or none.</summary>
    [FieldOffset(64)] public long Lots;
}
