using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>One step of the state, of any kind; fields that its kind doesn't have are zero.</summary>
/// <remarks>Amounts in micro-USD, times in ns. Encoded by <see cref="OperationCodec"/>. Source: docs/wire.md, section
/// 12.</remarks>
public readonly record struct Operation
{
    /// <summary>Stands for no order.</summary>
    public const ushort NoOrder = 0xFFFF;

    /// <summary>Its kind, and thereby which fields count.</summary>
    public OperationKind Kind { get; init; }

    /// <summary>Account (kinds 1, 2, 3, 5, 6, 7).</summary>
    public uint Account { get; init; }

    /// <summary>OpenAccount: the owner.</summary>
    public Address Owner { get; init; }

    /// <summary>Deposit, Withdraw: micro-USD.</summary>
    public ulong Amount { get; init; }

    /// <summary>Deposit, Withdraw, QueueAdvance: the entry consumed.</summary>
    public ulong QueueIndex { get; init; }

    /// <summary>Trade, SettleExpiry, SettleFunding and both fixings: the instrument.</summary>
    public uint Instrument { get; init; }

    /// <summary>Trade: 1 when the taker buys, 2 when it sells.</summary>
    public byte TakerSide { get; init; }

    /// <summary>Trade: price in ticks.</summary>
    public ulong PriceTicks { get; init; }

    /// <summary>Trade: lots.</summary>
    public ulong Lots { get; init; }

    /// <summary>Trade: the resting side's account.</summary>
    public uint Maker { get; init; }

    /// <summary>Trade: the incoming side's account.</summary>
    public uint Taker { get; init; }

    /// <summary>Trade: the maker's page.</summary>
    public byte MakerPage { get; init; }

    /// <summary>Trade: the taker's page.</summary>
    public byte TakerPage { get; init; }

    /// <summary>Trade: the maker's signed order in the batch.</summary>
    public ushort MakerOrder { get; init; }

    /// <summary>Trade: the taker's signed order in the batch.</summary>
    public ushort TakerOrder { get; init; }

    /// <summary>SettleExpiry, SettleFunding: the account's page.</summary>
    public byte Page { get; init; }

    /// <summary>System operations: wall clock in ns.</summary>
    public ulong SequencedNs { get; init; }

    /// <summary>System operations: market time in ns.</summary>
    public ulong MarketNs { get; init; }

    /// <summary>RiskEpoch: its number; SettleFunding: the fixing's.</summary>
    public ulong Epoch { get; init; }

    /// <summary>RiskEpoch: market time of the inputs in ns.</summary>
    public ulong InputsMarketNs { get; init; }

    /// <summary>RiskEpoch: fingerprint of the kernels' arithmetic.</summary>
    public Hash32 KernelHash { get; init; }

    /// <summary>RiskEpoch: K of the inputs' payload.</summary>
    public Hash32 InputsHash { get; init; }

    /// <summary>RiskEpoch: root of the arrays.</summary>
    public Hash32 RiskRoot { get; init; }

    /// <summary>ListInstrument: the terms, not settled.</summary>
    public InstrumentTerms Terms { get; init; }

    /// <summary>ExpiryFixing: price of the underlying in micro-USD.</summary>
    public ulong Settlement { get; init; }

    /// <summary>FundingFixing, SettleFunding: what a long pays for one lot, in 1e-6 micro-USD.</summary>
    public long FundingAmount { get; init; }

    /// <summary>SettleFunding: the funding root before the fixing.</summary>
    public Hash32 PreviousRoot { get; init; }

    /// <summary>Whether it carries clocks.</summary>
    public bool IsSystem => Kind >= OperationKind.Clock;
}
