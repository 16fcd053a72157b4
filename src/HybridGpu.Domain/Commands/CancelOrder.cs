using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Cancels an open order, by the venue's id or by the client's name for it. 96 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
public struct CancelOrder
{
    /// <summary>The client's name for the cancel.</summary>
    [FieldOffset(0)] public Text40 ClOrdId;

    /// <summary>The client's name for the order; used when <see cref="OrderId"/> is none.</summary>
    [FieldOffset(40)] public Text40 OrigClOrdId;

    /// <summary>The venue's id of the order, or none.</summary>
    [FieldOffset(80)] public OrderId OrderId;

    /// <summary>Account whose order it is.</summary>
    [FieldOffset(88)] public AccountId Account;
}
