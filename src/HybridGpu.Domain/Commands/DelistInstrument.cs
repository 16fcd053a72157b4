using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Ends trading in an instrument that nobody holds: its orders are cancelled, it takes no more. The venue
/// only. 8 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct DelistInstrument
{
    /// <summary>The instrument.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;
}
