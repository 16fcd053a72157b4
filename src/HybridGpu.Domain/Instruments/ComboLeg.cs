using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Instruments;

/// <summary>One leg of a combo. 8 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct ComboLeg
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 8;

    /// <summary>Most legs of a combo.</summary>
    public const int LegsMax = 8;

    /// <summary>Largest ratio, either way.</summary>
    public const int RatioMax = 16;

    /// <summary>The leg; no combo itself.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;

    /// <summary>Lots of the leg for one lot of the combo; negative: sold when the combo is bought.</summary>
    [FieldOffset(4)] public int Ratio;
}
