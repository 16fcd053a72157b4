using System.Collections.Generic;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>What became of a transaction that is in a block.</summary>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="BlockNumber">The block's height.</param>
/// <param name="BlockHash">The block's hash.</param>
/// <param name="From">The sender.</param>
/// <param name="To">Whom it called; null for a deployment.</param>
/// <param name="ContractAddress">What it deployed, if anything.</param>
/// <param name="GasUsed">Its gas.</param>
/// <param name="EffectiveGasPrice">What it paid, wei per gas.</param>
/// <param name="IsSuccess">False if the EVM reverted: the gas is paid all the same.</param>
/// <param name="Logs">What was logged.</param>
public sealed record TransactionReceipt(
    Hash32 TransactionHash,
    ulong BlockNumber,
    Hash32 BlockHash,
    Address From,
    Address? To,
    Address? ContractAddress,
    ulong GasUsed,
    BigInteger EffectiveGasPrice,
    bool IsSuccess,
    IReadOnlyList<LogEntry> Logs);
