using System.Collections.Generic;
using System.Linq;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;

namespace HybridGpu.Settlement.Chain;

/// <summary>The errors of our contracts by name.</summary>
public static class ContractErrors
{
    private static readonly AbiSignature[] Known =
    [
        .. new[] { RollupContract.Abi, VaultContract.Abi, TokenContract.Abi }
            .SelectMany(contract => contract.Errors)
            .DistinctBy(error => error.Text),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AbiSignature> All => Known;

    /// <summary>What a node's error means.</summary>
    /// <param name="refusal">The error.</param>
    /// <returns>The contract's error with its arguments, or the node's own words.</returns>
    public static string Explain(JsonRpcException refusal) =>
        refusal.IsRevert ? refusal.Reason(Known).Text : refusal.Message;
}
