using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Pays a perpetual's funding accrued since it was paid last. The venue only. 8 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct ApplyFunding
{
    /// <summary>The perpetual.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;
}
