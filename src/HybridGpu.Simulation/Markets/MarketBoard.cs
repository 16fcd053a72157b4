using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Simulation.Markets;

/// <summary>What every market does alike: lists, settles in time order, passes values on, and draws the view.</summary>
/// <remarks>
/// Market time is set to an expiry's very moment before that expiry is settled, and moves on only after. So whatever
/// the journal's last market time is, an expiry before it has been settled, and one at it is settled again (which the
/// venue knows how to refuse). Contracts of underlyings that this market does not have are left alone.
/// Thread: the market thread.
/// </remarks>
internal sealed class MarketBoard
{
    private static readonly Comparer<ListedExpiry> ByExpiry = Comparer<ListedExpiry>.Create(static (a, b) =>
        (a.Underlying.Value, a.ExpiryNs).CompareTo((b.Underlying.Value, b.ExpiryNs)));

    private readonly IMarketSink _sink;
    private readonly IReadOnlyList<MarketUnderlying> _underlyings;
    private readonly List<ListedExpiry> _expiries = [];
    private readonly Dictionary<string, ListedContract> _bySymbol = new(StringComparer.Ordinal);
    private long _sampledNs;

    public MarketBoard(IMarketSink sink, IReadOnlyList<MarketUnderlying> underlyings, long marketNs)
    {
        _sink = sink;
        _underlyings = underlyings;
        MarketNs = marketNs;
        sink.AdvanceClock(marketNs);
        foreach (MarketUnderlying underlying in underlyings)
        {
            sink.SetScanRange(underlying.Id, underlying.ScanRange);
        }

        foreach (InstrumentSpec spec in sink.LiveInstruments)
        {
            if (Covers(spec.Underlying))
            {
                Add(new ListedContract(new MarketInstrument(in spec)));
            }
        }
    }

    public long MarketNs { get; private set; }

    public int LiveCount => _bySymbol.Count;

    /// <summary>Expiries by underlying and time.</summary>
    public IReadOnlyList<ListedExpiry> Expiries => _expiries;

    public ListedContract? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    /// <summary>Says how a class trades.</summary>
    public void SetRules(in SetTradingRules rules) => _sink.SetRules(in rules);

    /// <summary>The contract of these terms, listed now if it isn't; null when it has expired or the venue
    /// refuses.</summary>
    public ListedContract? List(InstrumentSpec terms)
    {
        string symbol = terms.Symbol.ToString();
        if (_bySymbol.TryGetValue(symbol, out ListedContract? known))
        {
            return known;
        }

        if (terms.ExpiryNs <= MarketNs || _sink.List(in terms) is not { } id)
        {
            return null;
        }

        terms.Id = id;
        var added = new ListedContract(new MarketInstrument(in terms));
        Add(added);
        return added;
    }

    /// <summary>Moves market time, stopping on the way to sample the index, to pay fundings and to settle
    /// expiries.</summary>
    /// <param name="marketNs">The new time.</param>
    /// <param name="indexAt">Index in USD of an underlying at a moment up to then; not positive when there is
    /// none.</param>
    /// <returns>Number of expiries settled.</returns>
    public int AdvanceTo(long marketNs, Func<UnderlyingId, long, double> indexAt)
    {
        int settled = 0;
        do
        {
            long stopNs = MarketAgenda.NextStop(_expiries, _underlyings, MarketNs, Math.Max(marketNs, MarketNs));
            bool isFurther = stopNs > MarketNs;
            if (isFurther)
            {
                MarketNs = stopNs;
                _sink.AdvanceClock(stopNs);
            }

            if (_sampledNs == 0 || (isFurther && stopNs < marketNs)
                || MarketNs - _sampledNs >= MarketAgenda.SampleSpacingNs)
            {
                Sample(indexAt);
            }

            if (isFurther)
            {
                Fund();
            }

            settled += SettleDue(indexAt);
        }
        while (MarketNs < marketNs);
        return settled;
    }

    /// <summary>Passes the index on, and every forward of the underlying as index times its ratio.</summary>
    public void SetIndex(UnderlyingId underlying, double indexUsd)
    {
        _sink.SetIndex(underlying, indexUsd);
        foreach (ListedExpiry expiry in _expiries)
        {
            if (expiry.Underlying == underlying)
            {
                expiry.ForwardUsd = indexUsd * expiry.ForwardRatio;
                _sink.SetForward(underlying, expiry.ExpiryNs, expiry.ForwardUsd);
            }
        }
    }

    /// <summary>Passes a quote on; its own volatility is what participants are shown, unless it has none.</summary>
    public void SetQuote(ListedContract contract, in OptionQuote quote)
    {
        contract.Vol = quote.MarkVol > 0 ? quote.MarkVol : contract.Vol;
        _sink.SetQuote(contract.Instrument.Id, in quote);
    }

    public void Publish() => _sink.PublishInputs(MarketNs);

    /// <summary>The contracts that can be valued now.</summary>
    /// <param name="closingLeadNs">Market time before an expiry from which its contracts are closing.</param>
    public MarketView DrawView(long closingLeadNs)
    {
        var guides = new List<QuoteGuide>(_bySymbol.Count);
        foreach (ListedExpiry expiry in _expiries)
        {
            double timeYears = MarketTime.YearsBetween(MarketNs, expiry.ExpiryNs);
            bool isClosing = expiry.ExpiryNs - MarketNs <= closingLeadNs;
            foreach (ListedContract contract in expiry.Contracts)
            {
                double fair = contract.FairUsd(expiry.ForwardUsd, timeYears);
                if (fair >= 0)
                {
                    guides.Add(new QuoteGuide(
                        contract.Instrument,
                        fair,
                        contract.BidOffsetUsd,
                        contract.AskOffsetUsd,
                        contract.SizeLots,
                        isClosing));
                }
            }
        }

        return new MarketView(MarketNs, [.. guides]);
    }

    private void Sample(Func<UnderlyingId, long, double> indexAt)
    {
        foreach (MarketUnderlying underlying in _underlyings)
        {
            double index = indexAt(underlying.Id, MarketNs);
            if (index > 0)
            {
                _sampledNs = MarketNs;
                _sink.SampleIndex(underlying.Id, Math.Max(1, (long)Math.Round(index * Micros.PerUnit)));
            }
        }
    }

    private void Fund()
    {
        foreach (ListedExpiry expiry in _expiries)
        {
            if (expiry.ExpiryNs != long.MaxValue || !IsFundingOf(expiry.Underlying))
            {
                continue;
            }

            foreach (ListedContract perpetual in expiry.Contracts)
            {
                _sink.Fund(perpetual.Instrument.Id);
            }
        }
    }

    private bool IsFundingOf(UnderlyingId id)
    {
        foreach (MarketUnderlying underlying in _underlyings)
        {
            if (underlying.Id == id)
            {
                return MarketAgenda.IsFunding(underlying, MarketNs);
            }
        }

        return false;
    }

    private int SettleDue(Func<UnderlyingId, long, double> indexAt)
    {
        int settled = 0;
        while (TakeDue(MarketNs) is { } due)
        {
            if (_sampledNs != MarketNs)
            {
                // Always one at the very moment, however short ago the last was.
                Sample(indexAt);
            }

            double index = indexAt(due.Underlying, due.ExpiryNs);
            _sink.Settle(due.Underlying, due.ExpiryNs, (long)Math.Round(index * Micros.PerUnit));
            settled++;
        }

        return settled;
    }

    private ListedExpiry? TakeDue(long marketNs)
    {
        ListedExpiry? first = null;
        foreach (ListedExpiry expiry in _expiries)
        {
            if (expiry.ExpiryNs <= marketNs && (first is null || expiry.ExpiryNs < first.ExpiryNs))
            {
                first = expiry;
            }
        }

        if (first is not null)
        {
            _expiries.Remove(first);
            foreach (ListedContract contract in first.Contracts)
            {
                _bySymbol.Remove(contract.Instrument.Symbol);
            }
        }

        return first;
    }

    private void Add(ListedContract contract)
    {
        var key = new ListedExpiry(contract.Instrument.Spec.Underlying, contract.Instrument.Spec.ExpiryNs);
        int at = _expiries.BinarySearch(key, ByExpiry);
        if (at < 0)
        {
            at = ~at;
            _expiries.Insert(at, key);
        }

        _expiries[at].Add(contract);
        _bySymbol.Add(contract.Instrument.Symbol, contract);
    }

    private bool Covers(UnderlyingId underlying)
    {
        foreach (MarketUnderlying candidate in _underlyings)
        {
            if (candidate.Id == underlying)
            {
                return true;
            }
        }

        return false;
    }
}
