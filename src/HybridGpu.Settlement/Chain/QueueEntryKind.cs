namespace HybridGpu.Settlement.Chain;

/// <summary>What an entry of the chain's queue asks for.</summary>
/// <remarks>Source: docs/wire.md, section 14.</remarks>
public enum QueueEntryKind : byte
{
    /// <summary>Nothing: no entry has it.</summary>
    None = 0,

    /// <summary>Collateral has come in and is to be credited.</summary>
    Deposit = 1,

    /// <summary>An owner asks for collateral to be let out.</summary>
    Withdrawal = 2,
}
