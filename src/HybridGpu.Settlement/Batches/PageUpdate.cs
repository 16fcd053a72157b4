using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>One page's change in its account. 37 bytes, big-endian.</summary>
/// <param name="Account">The account.</param>
/// <param name="Page">The page, 0 to 255.</param>
/// <param name="PagesElement">Element of the account's pages with this and the account's entries before it
/// applied.</param>
/// <remarks>Source: docs/wire.md, section 13.2.</remarks>
public readonly record struct PageUpdate(uint Account, byte Page, Hash32 PagesElement)
{
    /// <summary>Bytes.</summary>
    public const int Size = 37;

    /// <summary>Reads an update.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="update">The update.</param>
    /// <returns>False for another length.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out PageUpdate update)
    {
        update = default;
        if (bytes.Length != Size)
        {
            return false;
        }

        WireReader reader = new(bytes);
        update = new PageUpdate(reader.UInt32(), reader.Byte(), reader.Word());
        return true;
    }

    /// <summary>The update's bytes.</summary>
    /// <returns>A new array of 37 bytes.</returns>
    public byte[] Encode()
    {
        byte[] bytes = new byte[Size];
        WireWriter writer = new(bytes);
        writer.UInt32(Account);
        writer.Byte(Page);
        writer.Word(PagesElement);
        return bytes;
    }
}
