using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>What the contract of batches was deployed with, and its vault.</summary>
/// <param name="Operator">Who may post.</param>
/// <param name="Vault">The vault; zero while it isn't named.</param>
/// <param name="GenesisRoot">State root before the first batch.</param>
/// <param name="WindowSeconds">Seconds from a seal until a batch may be final.</param>
/// <param name="WindowBlocks">Blocks from a seal until a batch may be final.</param>
public sealed record RollupConstants(
    Address Operator, Address Vault, Hash32 GenesisRoot, ulong WindowSeconds, ulong WindowBlocks);
