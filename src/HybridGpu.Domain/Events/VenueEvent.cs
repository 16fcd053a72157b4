using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Domain.Events;

/// <summary>Everything that leaves the engine: a header and one body. 320 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct VenueEvent
{
    /// <summary>Bytes.</summary>
    public const int WireSize = 320;

    /// <summary>Number, times, cause, kind.</summary>
    [FieldOffset(0)] public EventHeader Header;

    /// <summary>Body of the order events.</summary>
    [FieldOffset(EventHeader.WireSize)] public OrderState Order;

    /// <summary>Body of <see cref="EventKind.Trade"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public Trade Trade;

    /// <summary>Body of the quote results.</summary>
    [FieldOffset(EventHeader.WireSize)] public QuoteResult Quote;

    /// <summary>Body of <see cref="EventKind.AccountOpened"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public OpenAccount OpenAccount;

    /// <summary>Body of <see cref="EventKind.Deposited"/>, <see cref="EventKind.Withdrawn"/> and
    /// <see cref="EventKind.QueueEntryRefused"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public AccountChanged Account;

    /// <summary>Body of <see cref="EventKind.FeesSwept"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public FeesSwept FeesSwept;

    /// <summary>Body of session events.</summary>
    [FieldOffset(EventHeader.WireSize)] public SessionChanged Session;

    /// <summary>Body of <see cref="EventKind.InstrumentListed"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public InstrumentSpec Instrument;

    /// <summary>Body of <see cref="EventKind.InstrumentSettled"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public InstrumentSettled InstrumentSettled;

    /// <summary>Body of <see cref="EventKind.PositionSettled"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public PositionSettled PositionSettled;

    /// <summary>Body of <see cref="EventKind.IndexSampled"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public IndexPrice Index;

    /// <summary>Body of <see cref="EventKind.FundingPaid"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public FundingPaid FundingPaid;

    /// <summary>Body of <see cref="EventKind.FundingFixed"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public FundingFixed FundingFixed;

    /// <summary>Body of <see cref="EventKind.InstrumentDelisted"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public DelistInstrument Delisted;

    /// <summary>Body of <see cref="EventKind.RiskEpochApplied"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public RiskEpoch RiskEpoch;

    /// <summary>Body of <see cref="EventKind.BatchRecorded"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public BatchSealed BatchSealed;

    /// <summary>Body of <see cref="EventKind.StateHashed"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public StateHashMark StateHash;

    /// <summary>Body of <see cref="EventKind.MassCancelDone"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public MassCancelResult MassCancel;

    /// <summary>Body of <see cref="EventKind.KillSwitchChanged"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public KillSwitchChanged KillSwitch;

    /// <summary>Body of the quote protection events.</summary>
    [FieldOffset(EventHeader.WireSize)] public QuoteProtectionChanged QuoteProtection;

    /// <summary>Body of <see cref="EventKind.AccountLimitsSet"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public SetAccountLimits AccountLimits;

    /// <summary>Body of the events of requests for quote.</summary>
    [FieldOffset(EventHeader.WireSize)] public RequestState Request;

    /// <summary>Body of <see cref="EventKind.ComboListed"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public ComboListed Combo;

    /// <summary>Body of <see cref="EventKind.TradingRulesSet"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public SetTradingRules TradingRules;

    /// <summary>Body of <see cref="EventKind.TradingStateChanged"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public TradingStateChanged TradingState;

    /// <summary>Body of <see cref="EventKind.CommandRejected"/> and <see cref="EventKind.StateHashChecked"/>.</summary>
    [FieldOffset(EventHeader.WireSize)] public CommandOutcome Outcome;
}
