using System.Collections.Generic;
using System.Numerics;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>Fees of recent blocks.</summary>
/// <param name="OldestBlock">The first block's height.</param>
/// <param name="BaseFeesPerGas">Wei; one more than blocks asked for: the last is the next block's.</param>
/// <param name="GasUsedRatios">Gas used over gas limit, one a block.</param>
/// <param name="Rewards">Tips in wei, for each block as many as percentiles asked for; empty if none were.</param>
public sealed record FeeHistory(
    ulong OldestBlock,
    IReadOnlyList<BigInteger> BaseFeesPerGas,
    IReadOnlyList<double> GasUsedRatios,
    IReadOnlyList<IReadOnlyList<BigInteger>> Rewards);
