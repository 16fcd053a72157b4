using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Events;

/// <summary>What became of a mass cancel. 72 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct MassCancelResult
{
    /// <summary>The request.</summary>
    [FieldOffset(0)] public MassCancel Request;

    /// <summary>The session that hears of it.</summary>
    [FieldOffset(56)] public SessionId Owner;

    /// <summary>Orders and quote sides cancelled.</summary>
    [FieldOffset(60)] public uint Cancelled;

    /// <summary>Why it was refused; none when it was done.</summary>
    [FieldOffset(64)] public RejectCode Reason;
}
