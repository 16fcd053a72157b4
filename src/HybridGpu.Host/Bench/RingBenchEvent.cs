using System.Runtime.InteropServices;

namespace HybridGpu.Host.Bench;

/// <summary>An event of one cache line, all of which the producer writes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal readonly struct RingBenchEvent(long stamp, long check = 0)
{
    /// <summary>Number of the event, or the moment it was sent.</summary>
    [FieldOffset(0)] public readonly long Stamp = stamp;

    /// <summary>Number of the event again, at the other end of the line.</summary>
    [FieldOffset(56)] public readonly long Check = check;
}
