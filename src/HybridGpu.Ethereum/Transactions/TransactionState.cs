namespace HybridGpu.Ethereum.Transactions;

/// <summary>Where a transaction is on its way.</summary>
public enum TransactionState
{
    /// <summary>Signed and sent, or to be sent again; not in a block.</summary>
    Waiting,

    /// <summary>In a block, not deep enough yet.</summary>
    Included,

    /// <summary>Deep enough, and it did what it should.</summary>
    Confirmed,

    /// <summary>Deep enough, and the EVM reverted.</summary>
    Failed,

    /// <summary>Another transaction, not of this sender object, took its nonce.</summary>
    Displaced,
}
