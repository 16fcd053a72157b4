using System.Runtime.CompilerServices;

namespace HybridGpu.Domain.Instruments;

/// <summary>The legs of a combo, in place. 64 bytes.</summary>
[InlineArray(ComboLeg.LegsMax)]
public struct ComboLegs
{
    private ComboLeg _first;
}
