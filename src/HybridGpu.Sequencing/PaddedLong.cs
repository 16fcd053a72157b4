using System.Runtime.InteropServices;

namespace HybridGpu.Sequencing;

/// <summary>A number alone on its cache lines. A struct, because the runtime ignores the declared size of a
/// class.</summary>
[StructLayout(LayoutKind.Explicit, Size = StructBytes)]
internal struct PaddedLong
{
    /// <summary>x86 prefetches lines in pairs and several ARM cores have 128-byte lines.</summary>
    internal const int PaddingBytes = 128;

    internal const int StructBytes = PaddingBytes + sizeof(long) + PaddingBytes;

    [FieldOffset(PaddingBytes)]
    internal long Value;
}
