using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Opens an account. 28 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 28)]
public struct OpenAccount
{
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
}
