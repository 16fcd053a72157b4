using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>New risk arrays for the engine: what they were computed from and by, and what they hash to. 96 bytes and
/// the inputs as payload (docs/wire.md).</summary>
/// <remarks>The arrays themselves travel beside the ring as a pooled handle; at replay they are recomputed from the
/// inputs, bit for bit, and checked against <see cref="ArraysHash"/>.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 96)]
public struct RiskEpoch
{
    /// <summary>Number of the epoch, from 1, ascending; an epoch that was refused leaves a gap.</summary>
    [FieldOffset(0)] public ulong Epoch;

    /// <summary>Market time for which the inputs hold.</summary>
    [FieldOffset(8)] public long InputsMarketNs;

    /// <summary>Number of instruments priced.</summary>
    [FieldOffset(16)] public uint ContractCount;

    /// <summary>Version of the scenario columns.</summary>
    [FieldOffset(20)] public uint ScenarioSetVersion;

    /// <summary>Fingerprint of the kernel's arithmetic.</summary>
    [FieldOffset(24)] public Hash256 KernelHash;

    /// <summary>SHA-256 of instruments, marks and cells.</summary>
    [FieldOffset(56)] public Hash256 ArraysHash;
}
