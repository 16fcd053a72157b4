using System;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.Signing;

namespace HybridGpu.Ethereum.Transactions;

/// <summary>How a sender pays, waits and insists.</summary>
public sealed record TransactionSenderSettings
{
    /// <summary>Blocks, its own included, after which a transaction counts as settled.</summary>
    public ulong Confirmations { get; init; } = 1;

    /// <summary>How long the lowest nonce may wait before its fees are raised.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often <see cref="TransactionSender.WaitAsync"/> looks.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The most paid for gas, wei per gas; at the cap a stuck transaction isn't replaced any more.</summary>
    public BigInteger MaxFeePerGasCap { get; init; } = 500_000_000_000;

    /// <summary>The smallest tip, wei per gas.</summary>
    public BigInteger PriorityFeePerGasMin { get; init; } = 1;

    /// <summary>What is added to an estimate of gas, because state changes before inclusion.</summary>
    public int GasMarginPercent { get; init; } = 20;

    /// <summary>The most gas of one transaction: EIP-7825's cap.</summary>
    public ulong GasLimitMax { get; init; } = 16_777_216;

    /// <summary>The most transactions waiting; one more is refused.</summary>
    public int WaitingMax { get; init; } = 64;

    /// <summary>How many settled transactions are kept to be sent again should the chain lose their blocks.</summary>
    public int KeptMax { get; init; } = 1_024;

    /// <summary>
    /// Called with each signed transaction before it is sent: where it is stored, so that after a crash it can be
    /// given to <see cref="TransactionSender.RestoreAsync"/>. If it throws, nothing is sent.
    /// </summary>
    public Func<SignedTransaction, CancellationToken, ValueTask>? BeforeSend { get; init; }

    /// <summary>
    /// Called with a transaction that the node refused, so that what <see cref="BeforeSend"/> stored is removed:
    /// restored,
    /// it would be sent although its caller was told that it failed.
    /// </summary>
    public Func<SignedTransaction, ValueTask>? AfterRefusal { get; init; }
}
