using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Chain;

/// <summary>What a venue's contracts are deployed with.</summary>
public sealed record DeploymentPlan
{
    /// <summary>Fee rates of the genesis state.</summary>
    public required SettlementParameters Parameters { get; init; }

    /// <summary>Seconds from a batch's seal until it may be final; at least 1.</summary>
    public required ulong WindowSeconds { get; init; }

    /// <summary>Blocks from a batch's seal until it may be final; at least 1.</summary>
    public required ulong WindowBlocks { get; init; }

    /// <summary>The collateral; null deploys a test token, on development chains only.</summary>
    public Address? Token { get; init; }
}
