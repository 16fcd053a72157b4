namespace HybridGpu.Host.Fix;

/// <summary>The domain of signed orders as the FIX configuration file has it.</summary>
/// <param name="ChainId">The hub's chain id.</param>
/// <param name="VerifyingContract">The Rollup contract's address.</param>
internal sealed record OrderDomainRow(ulong ChainId, string VerifyingContract);
