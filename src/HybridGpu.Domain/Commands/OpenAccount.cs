using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Opens an account. 28 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 28)]
public struct OpenAccount
{
    /// <summary>Bytes of an owner's address.</summary>
    public const int OwnerLength = 20;

    /// <summary>The account's number.</summary>
    [FieldOffset(0)] public AccountId Account;

    /// <summary>1 when the account delegates signing to the venue's key; other values are reserved.</summary>
    [FieldOffset(4)] public uint Delegates;

    /// <summary>First 8 bytes of the owner's 20-byte address; zero while no chain is attached.</summary>
    [FieldOffset(8)] public ulong Owner0;

    /// <summary>Next 8 bytes of the owner's address.</summary>
    [FieldOffset(16)] public ulong Owner1;

    /// <summary>Last 4 bytes of the owner's address.</summary>
    [FieldOffset(24)] public uint Owner2;

    /// <summary>Sets the owner.</summary>
    /// <param name="address">Its <see cref="OwnerLength"/> bytes in address order.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public void SetOwner(ReadOnlySpan<byte> address)
    {
        if (address.Length != OwnerLength)
        {
            throw new ArgumentException(
                $"The owner of account {Account} has {address.Length} bytes: an address has {OwnerLength}.",
                nameof(address));
        }

        Owner0 = BinaryPrimitives.ReadUInt64LittleEndian(address);
        Owner1 = BinaryPrimitives.ReadUInt64LittleEndian(address[8..]);
        Owner2 = BinaryPrimitives.ReadUInt32LittleEndian(address[16..]);
    }

    /// <summary>Writes the owner's <see cref="OwnerLength"/> bytes in address order.</summary>
    public readonly void CopyOwnerTo(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(into, Owner0);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], Owner1);
        BinaryPrimitives.WriteUInt32LittleEndian(into[16..], Owner2);
    }
}
