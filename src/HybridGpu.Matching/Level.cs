using System.Runtime.InteropServices;

namespace HybridGpu.Matching;

/// <summary>One price of a ladder's side and the queue of its orders; 32 bytes that stay in place while the level
/// lives.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct Level
{
    /// <summary>Price times the side's sign; the next free level's handle when free.</summary>
    public long Key;

    /// <summary>Sum of the lots that the queue shows.</summary>
    public long Lots;

    /// <summary>Oldest order.</summary>
    public int Head;

    /// <summary>Youngest order.</summary>
    public int Tail;

    /// <summary>Orders in the queue, at least one while the level lives.</summary>
    public int Orders;
}
