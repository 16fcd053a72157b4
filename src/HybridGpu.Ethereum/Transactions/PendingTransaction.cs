using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;

namespace HybridGpu.Ethereum.Transactions;

/// <summary>A transaction from its first signature until it is settled: one nonce, one or more signed
/// versions.</summary>
/// <remarks>Its members change only inside the calls of its <see cref="TransactionSender"/>.</remarks>
public sealed class PendingTransaction
{
    private readonly List<SignedTransaction> _versions;

    internal PendingTransaction(SignedTransaction first)
    {
        Nonce = first.Transaction.Nonce;
        _versions = [first];
    }

    /// <summary>Its place in the sender's order.</summary>
    public ulong Nonce { get; }

    /// <summary>Where it is.</summary>
    public TransactionState State { get; internal set; }

    /// <summary>
    /// Every version signed, the newest last. Any of them may be the one in the block: a miner is free to take an old.
    /// </summary>
    public IReadOnlyList<SignedTransaction> Versions => _versions;

    /// <summary>The newest version.</summary>
    public SignedTransaction Current => _versions[^1];

    /// <summary>The receipt, once it is in a block.</summary>
    public TransactionReceipt? Receipt { get; internal set; }

    /// <summary>Why the last try to send it didn't succeed; null if it did.</summary>
    public string? LastError { get; internal set; }

    /// <summary>Whether its fees are at the cap, so that it can only be waited for.</summary>
    public bool IsAtFeeCap { get; internal set; }

    /// <summary>Whether nothing more is expected, unless the chain loses its block.</summary>
    public bool IsSettled => State >= TransactionState.Confirmed;

    /// <summary>When the newest version was first sent, as a timestamp of the sender's clock.</summary>
    internal long SentAt { get; set; }

    /// <summary>In how many looks in a row its nonce was used and no receipt was there.</summary>
    internal int LooksWithoutReceipt { get; set; }

    internal void Add(SignedTransaction version) => _versions.Add(version);

    /// <summary>Hash, nonce and state.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{Current.Hash} nonce {Nonce} {State} versions {_versions.Count}");
}
