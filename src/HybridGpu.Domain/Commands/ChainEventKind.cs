namespace HybridGpu.Domain.Commands;

/// <summary>What happened on a chain. Values are journaled.</summary>
public enum ChainEventKind : ushort
{
    /// <summary>Collateral arrived in a vault and is final.</summary>
    Deposit = 1,

    /// <summary>An account's owner asked on the chain that collateral be taken out.</summary>
    WithdrawalRequest = 2,
}
