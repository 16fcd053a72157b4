using System;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;

namespace HybridGpu.Venue;

/// <summary>What has happened since the journal began, counted from events.</summary>
/// <remarks>Thread: one writer (the read-side consumer), any number of readers.</remarks>
public sealed partial class VenueStatistics
{
    private long _orders;
    private long _rejects;
    private long _cancels;
    private long _quotes;
    private long _trades;
    private long _tradedLots;
    private long _expiriesSettled;
    private long _instrumentsSettled;
    private long _epochs;
    private long _contractsPriced;
    private long _hashesChecked;
    private long _hashesDiffering;
    private long _deposits;
    private long _withdrawals;
    private long _queueRefusals;
    private long _sweptMicros;
    private long _lastSettlement;
    private long _expiriesAveraged;
    private long _fundings;
    private long _fundingPaidMicros;

    /// <summary>Orders accepted or refused.</summary>
    public long Orders => Volatile.Read(ref _orders);

    /// <summary>Orders refused.</summary>
    public long Rejects => Volatile.Read(ref _rejects);

    /// <summary>Orders cancelled by request.</summary>
    public long Cancels => Volatile.Read(ref _cancels);

    /// <summary>Quote entries applied.</summary>
    public long Quotes => Volatile.Read(ref _quotes);

    /// <summary>Trades.</summary>
    public long Trades => Volatile.Read(ref _trades);

    /// <summary>Lots traded.</summary>
    public long TradedLots => Volatile.Read(ref _tradedLots);

    /// <summary>Expiries settled: one for each underlying and moment.</summary>
    public long ExpiriesSettled => Volatile.Read(ref _expiriesSettled);

    /// <summary>Instruments settled.</summary>
    public long InstrumentsSettled => Volatile.Read(ref _instrumentsSettled);

    /// <summary>Risk epochs applied.</summary>
    public long Epochs => Volatile.Read(ref _epochs);

    /// <summary>Contracts in the last risk epoch applied.</summary>
    public long ContractsPriced => Volatile.Read(ref _contractsPriced);

    /// <summary>Deposits credited.</summary>
    public long Deposits => Volatile.Read(ref _deposits);

    /// <summary>Withdrawals honoured.</summary>
    public long Withdrawals => Volatile.Read(ref _withdrawals);

    /// <summary>Entries of the chain's queue used up without effect.</summary>
    public long QueueRefusals => Volatile.Read(ref _queueRefusals);

    /// <summary>Fees swept to the fee account in micro-USD.</summary>
    public long SweptMicros => Volatile.Read(ref _sweptMicros);

    /// <summary>Recorded state hashes that were compared.</summary>
    public long HashesChecked => Volatile.Read(ref _hashesChecked);

    /// <summary>Recorded state hashes that differed: anything but 0 means that replay is broken.</summary>
    public long HashesDiffering => Volatile.Read(ref _hashesDiffering);

    /// <summary>Fundings of perpetuals fixed.</summary>
    public long Fundings => Volatile.Read(ref _fundings);

    /// <summary>What accounts paid in fundings, in micro-USD; what they received is less by the roundings.</summary>
    public long FundingPaidMicros => Volatile.Read(ref _fundingPaidMicros);

    /// <summary>Expiries settled at the engine's average of the index.</summary>
    public long ExpiriesAveraged => Volatile.Read(ref _expiriesAveraged);

    internal void Apply(in VenueEvent venueEvent)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.OrderAccepted:
                Add(ref _orders, 1);
                break;
            case EventKind.OrderRejected:
                Add(ref _orders, 1);
                Add(ref _rejects, 1);
                break;
            case EventKind.OrderCancelled when venueEvent.Order.Cause == CancelCause.Requested:
                Add(ref _cancels, 1);
                break;
            case EventKind.MassQuoteDone:
                Add(ref _quotes, venueEvent.Quote.Accepted);
                break;
            case EventKind.Trade:
                Add(ref _trades, 1);
                Add(ref _tradedLots, venueEvent.Trade.Lots);
                break;
            case EventKind.InstrumentSettled:
                CountSettlement(in venueEvent);
                break;
            case EventKind.FundingPaid:
                Add(ref _fundingPaidMicros, Math.Max(0, -venueEvent.FundingPaid.CashMicros));
                break;
            case EventKind.FundingFixed:
                Add(ref _fundings, 1);
                break;
            case EventKind.RiskEpochApplied:
                Add(ref _epochs, 1);
                Volatile.Write(ref _contractsPriced, venueEvent.RiskEpoch.ContractCount);
                break;
            case EventKind.Deposited:
                Add(ref _deposits, 1);
                break;
            case EventKind.Withdrawn:
                Add(ref _withdrawals, 1);
                break;
            case EventKind.QueueEntryRefused:
                Add(ref _queueRefusals, 1);
                break;
            case EventKind.FeesSwept:
                Add(ref _sweptMicros, venueEvent.FeesSwept.AmountMicros);
                break;
            case EventKind.StateHashChecked:
                Add(ref _hashesChecked, 1);
                Add(ref _hashesDiffering, venueEvent.Outcome.Reason == RejectCode.None ? 0 : 1);
                break;
            default:
                break;
        }
    }

    private void CountSettlement(in VenueEvent venueEvent)
    {
        Add(ref _instrumentsSettled, 1);
        // All instruments of one expiry are settled by one command.
        if (_lastSettlement != (long)venueEvent.Header.Sequence)
        {
            _lastSettlement = (long)venueEvent.Header.Sequence;
            Add(ref _expiriesSettled, 1);
            Add(ref _expiriesAveraged, venueEvent.InstrumentSettled.AveragedNs == 0 ? 0 : 1);
        }
    }

    // One writer, so a plain read is enough; the write is what readers must see.
    private static void Add(ref long counter, long amount) => Volatile.Write(ref counter, counter + amount);
}
