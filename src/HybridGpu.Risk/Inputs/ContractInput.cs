using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Inputs;

/// <summary>A contract in the published inputs, as journaled. 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct ContractInput
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 16;

    /// <summary>Largest volatility in 1e-9: 1,000 % per sqrt(year).</summary>
    public const long VolNanoMax = 10_000_000_000;

    /// <summary>Instrument.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;

    /// <summary>Row of its expiry.</summary>
    [FieldOffset(4)] public uint ExpiryRow;

    /// <summary>Volatility in 1e-9 per sqrt(year); 0 for futures.</summary>
    [FieldOffset(8)] public long VolNano;
}
