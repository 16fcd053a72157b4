using HybridGpu.Ethereum.Transactions;

namespace HybridGpu.Settlement.Chain;

/// <summary>A transaction on its way, from <see cref="ChainAccount.SendAsync"/>.</summary>
public sealed class SentTransaction
{
    internal SentTransaction(TransactionSender sender, PendingTransaction pending)
    {
        Sender = sender;
        Pending = pending;
    }

    /// <summary>Its hash, nonce and state.</summary>
    public PendingTransaction Pending { get; }

    internal TransactionSender Sender { get; }
}
