using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Margin;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>What happens to instruments between their listing and their end, other than trading.</summary>
internal sealed class LifecycleFlow
{
    private readonly Ledger _ledger;
    private readonly OpenOrders _open;
    private readonly EventWriter _events;
    private readonly Settlement _settlement;

    public LifecycleFlow(Ledger ledger, MarginGate gate, OpenOrders open, EventWriter events)
    {
        _ledger = ledger;
        _open = open;
        _events = events;
        Index = new IndexTable(ledger.Hash);
        Funding = new FundingTable(ledger, gate, events);
        _settlement = new Settlement(ledger, Index, open, events);
    }

    /// <summary>The indices.</summary>
    public IndexTable Index { get; }

    /// <summary>What perpetuals have accrued.</summary>
    public FundingTable Funding { get; }

    /// <summary>Follows a listing; a combo has no expiry or funding of its own.</summary>
    public void Listed(ListedInstrument instrument)
    {
        switch (instrument.Spec.Kind)
        {
            case InstrumentKind.Combo:
                break;
            case InstrumentKind.Perpetual:
                Funding.Add(instrument);
                break;
            default:
                Index.Expect(instrument.Spec.Underlying, instrument.Spec.ExpiryNs, _ledger.MarketNs);
                break;
        }
    }

    /// <summary>Takes a sample of an index.</summary>
    public RejectCode Apply(in IndexPrice sample)
    {
        if (sample.PriceMicros is <= 0 or >= IndexPrice.PriceMicrosBound
            || sample.Underlying.Value >= UnderlyingId.Capacity)
        {
            return RejectCode.PriceOutOfRange;
        }

        Index.Sample(sample.Underlying, sample.PriceMicros, _ledger.MarketNs);
        Funding.Sample(sample.Underlying, sample.PriceMicros);
        _events.Begin(EventKind.IndexSampled).Index = sample;
        return RejectCode.None;
    }

    /// <summary>Settles an expiry.</summary>
    public RejectCode Apply(in SettleExpiry command) => _settlement.Apply(in command);

    /// <summary>Pays a perpetual's funding.</summary>
    public RejectCode Apply(in ApplyFunding command) => Funding.Apply(command.Instrument);

    /// <summary>Ends trading in an instrument that nobody holds.</summary>
    /// <returns>Why it can't be; none when it was done.</returns>
    public RejectCode Apply(in DelistInstrument command)
    {
        ListedInstrument? instrument = _ledger.Instruments.Find(command.Instrument);
        if (instrument is null)
        {
            return RejectCode.UnknownInstrument;
        }

        if (instrument.IsSettled)
        {
            return RejectCode.InstrumentExpired;
        }

        if (instrument.IsDelisted)
        {
            return RejectCode.InstrumentDelisted;
        }

        for (int i = instrument.FirstPosition; i != Position.None; i = _ledger.Positions[i].NextOfInstrument)
        {
            if (_ledger.Positions[i].Lots != 0)
            {
                return RejectCode.PositionsOpen;
            }
        }

        Delist(instrument, isRetired: false);
        return RejectCode.None;
    }

    /// <summary>Takes an idle combo off the list, whose place another one gets; it may come back.</summary>
    public void Retire(ListedInstrument combo) => Delist(combo, isRetired: true);

    private void Delist(ListedInstrument instrument, bool isRetired)
    {
        Settlement.CancelAll(_open, instrument, CancelCause.Delisted, RejectCode.InstrumentDelisted);
        _ledger.Instruments.MarkDelisted(instrument, isRetired);
        _events.Begin(EventKind.InstrumentDelisted).Delisted.Instrument = instrument.Spec.Id;
    }

    /// <summary>Adds what the state hash has of it, from the tables themselves.</summary>
    public void AddTo(ref StateHash hash)
    {
        Index.AddTo(ref hash);
        Funding.AddTo(ref hash);
        foreach (ListedInstrument? instrument in _ledger.Instruments.All)
        {
            if (instrument!.IsDelisted)
            {
                hash.Add(StateDigest.OfDelisted(instrument.Spec.Id, instrument.IsRetired));
            }
        }
    }
}
