namespace HybridGpu.Risk.Chains;

/// <summary>A recorded chain file.</summary>
/// <param name="Path">Full path.</param>
/// <param name="TakenNs">Time in its name, in nanoseconds since the Unix epoch, to the second.</param>
public readonly record struct ChainFileEntry(string Path, long TakenNs);
