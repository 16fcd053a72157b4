using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Events;

/// <summary>A kill switch was engaged or released. 72 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct KillSwitchChanged
{
    /// <summary>The request.</summary>
    [FieldOffset(0)] public KillSwitch Request;

    /// <summary>The session that asked; 0 is the venue.</summary>
    [FieldOffset(56)] public SessionId Owner;

    /// <summary>Orders and quote sides cancelled by it.</summary>
    [FieldOffset(60)] public uint Cancelled;
}
