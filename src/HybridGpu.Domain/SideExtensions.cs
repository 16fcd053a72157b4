using System.Runtime.CompilerServices;

namespace HybridGpu.Domain;

/// <summary>Arithmetic of sides.</summary>
public static class SideExtensions
{
    /// <summary>+1 for a buy, -1 for a sell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sign(this Side side) => 3 - (2 * (long)side);

    /// <summary>The side that trades against this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Side Opposite(this Side side) => (Side)(3 - (int)side);
}
