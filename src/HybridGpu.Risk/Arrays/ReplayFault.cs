namespace HybridGpu.Risk.Arrays;

/// <summary>Why a journaled epoch could not be recomputed. Each means that this build can't replay that
/// journal.</summary>
public enum ReplayFault : byte
{
    /// <summary>It was recomputed, bit for bit.</summary>
    None = 0,

    /// <summary>The scenario columns have another version.</summary>
    UnknownScenarioSet = 1,

    /// <summary>The kernels' arithmetic is another one.</summary>
    KernelDiffers = 2,

    /// <summary>The inputs don't decode.</summary>
    MalformedInputs = 3,

    /// <summary>Another number of contracts came out.</summary>
    ContractCountDiffers = 4,

    /// <summary>Another hash came out.</summary>
    ArraysDiffer = 5,
}
