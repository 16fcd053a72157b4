namespace HybridGpu.Kernels.Lanes;

/// <summary>The bit patterns that the lanes share.</summary>
internal static class LaneBits
{
    /// <summary>
    /// 1.5·2^52. Adding it rounds a number below 2^51 to an integer, half to even, into the low bits.
    /// </summary>
    public const double Magic = 6755399441055744.0;

    /// <summary>The bits of <see cref="Magic"/>.</summary>
    public const long MagicBits = 0x4338_0000_0000_0000L;

    /// <summary>The bits of √½: where the mantissa range that the logarithm reduces to begins.</summary>
    public const long SqrtHalfBits = 0x3FE6_A09E_667F_3BCDL;

    /// <summary>The one NaN that leaves a kernel. Hardware disagrees about payloads and signs of NaN results.</summary>
    public const long CanonicalNaN = 0x7FF8_0000_0000_0000L;

    /// <summary>
    /// The width of a double's fraction field: a shift by it moves an integer into the exponent field.
    /// </summary>
    public const int FractionBits = 52;
}
