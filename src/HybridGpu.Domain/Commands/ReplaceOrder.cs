using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Changes price, quantity or name of an open order in one step. 112 bytes.</summary>
/// <remarks>The order keeps its place while its price stays and its quantity doesn't grow; else it goes behind the
/// others, and may trade. Slot, id and instructions stay.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 112)]
public struct ReplaceOrder
{
    /// <summary>The client's new name for the order.</summary>
    [FieldOffset(0)] public Text40 ClOrdId;

    /// <summary>The client's present name for it; used when <see cref="OrderId"/> is none.</summary>
    [FieldOffset(40)] public Text40 OrigClOrdId;

    /// <summary>The venue's id of the order, or none.</summary>
    [FieldOffset(80)] public OrderId OrderId;

    /// <summary>New limit price in ticks.</summary>
    [FieldOffset(88)] public long PriceTicks;

    /// <summary>New quantity in lots, what has traded included; above that.</summary>
    [FieldOffset(96)] public long Lots;

    /// <summary>Account whose order it is.</summary>
    [FieldOffset(104)] public AccountId Account;
}
