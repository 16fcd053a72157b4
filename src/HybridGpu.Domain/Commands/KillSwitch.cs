using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Cancels everything in a scope and refuses new orders there, until it is released. 56 bytes.</summary>
/// <remarks>A client may engage and release it for its own session and account; what the venue engaged only the venue
/// releases.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 56)]
public struct KillSwitch
{
    /// <summary>The sender's name for the request.</summary>
    [FieldOffset(0)] public Text40 Name;

    /// <summary>What it stops.</summary>
    [FieldOffset(40)] public KillScope Scope;

    /// <summary>1 engages, 0 releases.</summary>
    [FieldOffset(41)] public byte Engage;

    /// <summary>For <see cref="KillScope.Session"/>.</summary>
    [FieldOffset(44)] public SessionId Session;

    /// <summary>For <see cref="KillScope.Account"/>.</summary>
    [FieldOffset(48)] public AccountId Account;

    /// <summary>For <see cref="KillScope.Firm"/>.</summary>
    [FieldOffset(52)] public uint Firm;
}
