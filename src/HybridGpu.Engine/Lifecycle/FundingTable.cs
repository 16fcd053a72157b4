using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Images;
using HybridGpu.Engine.Margin;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>Funding of the perpetuals: accrued at each sample of the index, paid by command.</summary>
internal sealed class FundingTable
{
    private readonly Ledger _ledger;
    private readonly MarginGate _gate;
    private readonly EventWriter _events;
    private readonly List<FundingAccrual>[] _accruals = new List<FundingAccrual>[UnderlyingId.Capacity];

    public FundingTable(Ledger ledger, MarginGate gate, EventWriter events)
    {
        _ledger = ledger;
        _gate = gate;
        _events = events;
        for (int i = 0; i < _accruals.Length; i++)
        {
            _accruals[i] = [];
        }
    }

    /// <summary>Begins to accrue for a perpetual; the next sample is its first.</summary>
    public void Add(ListedInstrument perpetual) =>
        _accruals[perpetual.Spec.Underlying.Value].Add(new FundingAccrual(_ledger.Hash, perpetual));

    /// <summary>Takes the rates anew at a sample of the index. Allocates nothing.</summary>
    public void Sample(UnderlyingId underlying, long indexMicros)
    {
        foreach (FundingAccrual accrual in _accruals[underlying.Value])
        {
            long lotSize = accrual.Instrument.Spec.LotSizeMicros;
            bool isPriced = _gate.TryRisk(accrual.Instrument, out long mark, out _);
            long rate = isPriced && !accrual.Instrument.IsDelisted
                ? FundingRule.RateNano(mark, indexMicros, lotSize)
                : 0;
            accrual.Sample(_ledger.MarketNs, rate, FundingRule.NotionalScaled(indexMicros, lotSize));
        }
    }

    /// <summary>Fixes a perpetual's funding and pays it: every holder in the order of the table of positions.</summary>
    /// <returns>Why it can't be; none when it was done.</returns>
    public RejectCode Apply(InstrumentId id)
    {
        ListedInstrument? instrument = _ledger.Instruments.Find(id);
        if (instrument is null || Find(instrument) is not { } accrual)
        {
            return RejectCode.UnknownInstrument;
        }

        if (instrument.IsDelisted)
        {
            return RejectCode.InstrumentDelisted;
        }

        if (accrual.UntilNs == 0)
        {
            return RejectCode.NoIndexPrice;
        }

        if (accrual.UntilNs == _ledger.MarketNs && accrual.AccruedNs == 0)
        {
            return RejectCode.NothingToSettle;
        }

        (long amount, long accruedNs) = accrual.Take(_ledger.MarketNs);
        Pay(instrument, amount, accruedNs);
        return RejectCode.None;
    }

    /// <summary>The accrual of a perpetual; null for anything else.</summary>
    public FundingAccrual? Find(ListedInstrument instrument)
    {
        foreach (FundingAccrual accrual in _accruals[instrument.Spec.Underlying.Value])
        {
            if (ReferenceEquals(accrual.Instrument, instrument))
            {
                return accrual;
            }
        }

        return null;
    }

    /// <summary>Adds what the state hash has of it, from the tables themselves.</summary>
    public void AddTo(ref StateHash hash)
    {
        foreach (List<FundingAccrual> accruals in _accruals)
        {
            foreach (FundingAccrual accrual in accruals)
            {
                if (accrual.UntilNs != 0)
                {
                    hash.Add(accrual.Digest);
                }
            }
        }
    }

    private void Pay(ListedInstrument instrument, long amountPerLotPico, long accruedNs)
    {
        long remainder = 0;
        long longLots = 0;
        uint positionCount = 0;
        for (int i = instrument.FirstPosition; i != Position.None; i = _ledger.Positions[i].NextOfInstrument)
        {
            ref readonly Position position = ref _ledger.Positions[i];
            longLots += Math.Max(0, position.Lots);
            if (position.Lots == 0 || amountPerLotPico == 0)
            {
                continue;
            }

            long cash = FundingRule.CashMicros(position.Lots, amountPerLotPico);
            ref FundingPaid paid = ref _events.Begin(EventKind.FundingPaid).FundingPaid;
            paid.Lots = position.Lots;
            paid.CashMicros = cash;
            paid.Account = position.Account;
            paid.Instrument = position.Instrument;
            _ledger.Accounts.Change(_ledger.Accounts.Get(position.Account), cash, 0);
            remainder = checked(remainder - cash);
            positionCount++;
        }

        if (remainder != 0)
        {
            _ledger.Accounts.Change(_ledger.Accounts.Get(AccountId.Fees), remainder, 0);
        }

        ref FundingFixed fixing = ref _events.Begin(EventKind.FundingFixed).FundingFixed;
        fixing.AmountPerLotPico = amountPerLotPico;
        fixing.RemainderMicros = remainder;
        fixing.AccruedNs = accruedNs;
        fixing.LongLots = longLots;
        fixing.Instrument = instrument.Spec.Id;
        fixing.PositionCount = positionCount;
    }

    /// <summary>Accruals by underlying, in listing order.</summary>
    public void Pass(ref Image image)
    {
        foreach (List<FundingAccrual> accruals in _accruals)
        {
            int count = image.Count(accruals.Count, _ledger.Instruments.Count);
            for (int i = 0; i < count; i++)
            {
                InstrumentId id = image.Value(image.IsReading ? default : accruals[i].Instrument.Spec.Id);
                if (image.IsReading)
                {
                    accruals.Add(new FundingAccrual(_ledger.Hash, _ledger.Instruments[id]));
                }

                accruals[i].Pass(ref image);
            }
        }
    }
}
