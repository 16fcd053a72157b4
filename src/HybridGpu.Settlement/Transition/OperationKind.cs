namespace HybridGpu.Settlement.Transition;

/// <summary>Kinds of operation; those from 16 on are system operations and carry their own clocks.</summary>
/// <remarks>Source: docs/wire.md, section 12.</remarks>
public enum OperationKind : byte
{
    /// <summary>Not an operation.</summary>
    None = 0,

    /// <summary>Opens an account for an owner.</summary>
    OpenAccount = 1,

    /// <summary>Credits a deposit from the chain's queue.</summary>
    Deposit = 2,

    /// <summary>Debits an owner's request from the chain's queue.</summary>
    Withdraw = 3,

    /// <summary>Two accounts, or one with itself, trade.</summary>
    Trade = 4,

    /// <summary>An account's lots of a settled instrument become cash.</summary>
    SettleExpiry = 5,

    /// <summary>An account's accrued fees go to the fee account.</summary>
    Sweep = 6,

    /// <summary>An account pays or receives the last funding fixed.</summary>
    SettleFunding = 7,

    /// <summary>Time passes.</summary>
    Clock = 16,

    /// <summary>New risk arrays count.</summary>
    RiskEpoch = 17,

    /// <summary>An instrument can trade.</summary>
    ListInstrument = 18,

    /// <summary>An expired instrument's settlement price is fixed.</summary>
    ExpiryFixing = 19,

    /// <summary>An entry of the chain's queue has no effect.</summary>
    QueueAdvance = 20,

    /// <summary>A perpetual's funding is fixed.</summary>
    FundingFixing = 21,
}
