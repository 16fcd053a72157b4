using System.Runtime.InteropServices;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Domain.Events;

/// <summary>A combo can trade. 176 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 176)]
public struct ComboListed
{
    /// <summary>Its terms.</summary>
    [FieldOffset(0)] public InstrumentSpec Spec;

    /// <summary>Number of legs.</summary>
    [FieldOffset(104)] public uint LegCount;

    /// <summary>The legs.</summary>
    [FieldOffset(112)] public ComboLegs Legs;
}
