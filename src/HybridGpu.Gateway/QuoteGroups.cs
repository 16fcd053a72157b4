using System;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Gateway;

/// <summary>QuoteGroup(20001) on the wire.</summary>
internal static class QuoteGroups
{
    /// <summary>Reads the group; absent is 0, none.</summary>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(bool isThere, long value, out ushort group)
    {
        bool isGroup = !isThere || value is >= 1 and <= SetQuoteProtection.QuoteGroupMax;
        group = isThere && isGroup ? (ushort)value : (ushort)0;
        return isGroup ? default : "QuoteGroup(20001) must be 1 to 64"u8;
    }
}
