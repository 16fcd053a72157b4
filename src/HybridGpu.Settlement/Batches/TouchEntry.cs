using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Batches;

/// <summary>One leaf's change in the state tree. 104 bytes, big-endian.</summary>
/// <param name="Account">The account; 0 is the system leaf.</param>
/// <param name="First">First record that wrote it.</param>
/// <param name="Last">Last record that wrote it.</param>
/// <param name="Before">Tree element at the batch's start.</param>
/// <param name="After">Tree element at its end.</param>
/// <param name="Root">State root with this and all entries before it applied.</param>
/// <remarks>Source: docs/wire.md, section 13.2.</remarks>
public readonly record struct TouchEntry(
    uint Account, ushort First, ushort Last, Hash32 Before, Hash32 After, Hash32 Root)
{
    /// <summary>Bytes.</summary>
    public const int Size = 104;

    /// <summary>Reads an entry.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>False for another length.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out TouchEntry entry)
    {
        entry = default;
        if (bytes.Length != Size)
        {
            return false;
        }

        WireReader reader = new(bytes);
        entry = new TouchEntry(
            reader.UInt32(), reader.UInt16(), reader.UInt16(), reader.Word(), reader.Word(), reader.Word());
        return true;
    }

    /// <summary>The entry's bytes.</summary>
    /// <returns>A new array of 104 bytes.</returns>
    public byte[] Encode()
    {
        byte[] bytes = new byte[Size];
        WireWriter writer = new(bytes);
        writer.UInt32(Account);
        writer.UInt16(First);
        writer.UInt16(Last);
        writer.Word(Before);
        writer.Word(After);
        writer.Word(Root);
        return bytes;
    }
}
