using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Records what the state hashed to after an earlier command; a replay that differs stops. 24 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct StateHashMark
{
    /// <summary>The engine hashes its state after each command whose number is a multiple of this.</summary>
    public const ulong Interval = 1_000;

    /// <summary>The command after which the hash was taken.</summary>
    [FieldOffset(0)] public ulong AtSequence;

    /// <summary>The hash.</summary>
    [FieldOffset(8)] public StateHash Hash;
}
