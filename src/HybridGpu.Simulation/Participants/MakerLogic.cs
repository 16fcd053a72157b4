using System;
using System.Buffers.Text;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>Decides what a maker quotes, in the book and to those who ask, and keeps what it believes to be there.
/// </summary>
internal sealed class MakerLogic : IParticipantLogic
{
    private const int EntriesPerMessageMax = 100;
    private const long NsPerTick = 100;

    private readonly MakerSettings _maker;
    private readonly IMarket _market;
    private readonly ParticipantStatistics _statistics;
    private readonly QuotePricer _pricer;
    private readonly MassQuoteBatch _batch;
    private readonly RateBudget _budget;
    private readonly RequestAnswers _answers;
    private readonly Dictionary<Text40, uint> _idBySymbol = [];
    private FixClient? _client;
    private QuoteState[] _states = new QuoteState[1024];
    private int _cursor;
    private long _sentQuoteId;
    private long _acknowledgedQuoteId;
    private long _lastProgressNs;

    public MakerLogic(
        ParticipantSettings settings, MakerSettings maker, IMarket market, ParticipantStatistics statistics)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(
            maker.EntriesPerMessage, Math.Clamp(maker.EntriesPerMessage, 1, EntriesPerMessageMax));
        _maker = maker;
        _market = market;
        _statistics = statistics;
        _pricer = new QuotePricer(maker, settings.Seed);
        _batch = new MassQuoteBatch(settings.Account, maker.EntriesPerMessage);
        _budget = new RateBudget(maker.EntriesPerSecond, maker.EntriesPerSecond * maker.QuoteInterval.TotalSeconds * 2);
        // Microseconds of the start: numbers go on rising after a restart, because fewer than one a microsecond are
        // used.
        _sentQuoteId = _acknowledgedQuoteId = MarketTime.NowNs(settings.Time) / 1_000;
        _answers = new RequestAnswers(maker, _pricer, _sentQuoteId);
    }

    /// <summary>What it sends through; set before the start.</summary>
    public FixClient? Client
    {
        get => _client;
        set => _client = _answers.Client = value;
    }

    public void OnLogon(long nowNs)
    {
        ForgetQuotes();
        _answers.Forget();
        _acknowledgedQuoteId = _sentQuoteId;
        _lastProgressNs = nowNs;
    }

    public void OnCycle(long nowNs)
    {
        _budget.Refill(nowNs);
        long timeoutNs = _maker.AcknowledgementTimeout.Ticks * NsPerTick;
        if (_sentQuoteId > _acknowledgedQuoteId && nowNs - _lastProgressNs > timeoutNs)
        {
            // Lost or refused unseen: nothing is known about the book, so everything is quoted again.
            _statistics.LastError = "quotes were not acknowledged in time";
            OnLogon(nowNs);
        }

        ReadOnlySpan<QuoteGuide> guides = _market.Latest.Guides;
        int answers = _answers.Refresh(guides, instrument => StateOf(instrument).InventoryLots, nowNs);
        _budget.Spend(answers);
        _statistics.AddAnswers(answers);
        for (int looked = 0; looked < guides.Length && MaySend; looked++)
        {
            if (_cursor >= guides.Length)
            {
                // A message holds each set once, so it ends where the round begins again.
                Flush(nowNs);
                _cursor = 0;
            }

            Consider(in guides[_cursor++], nowNs);
            if (_batch.IsFull)
            {
                Flush(nowNs);
            }
        }

        Flush(nowNs);
    }

    public void OnStopping(long nowNs)
    {
        // Quotes stay: a restarted maker finds them, and the venue takes them out at expiry.
    }

    public void OnMessage(FixMessage message, long nowNs)
    {
        if (message.MsgType.SequenceEqual(MsgTypes.MassQuoteAcknowledgement))
        {
            OnAcknowledgement(new MassQuoteAcknowledgementReader(message), nowNs);
        }
        else if (message.MsgType.SequenceEqual(MsgTypes.ExecutionReport))
        {
            OnReport(new ExecutionReportReader(message));
        }
        else if (message.MsgType.SequenceEqual(MsgTypes.QuoteRequest))
        {
            _answers.OnRequest(new QuoteRequestReader(message), _market.Latest.Guides, nowNs);
        }
        else if (message.MsgType.SequenceEqual(MsgTypes.QuoteStatusReport))
        {
            OnStatus(new QuoteStatusReportReader(message));
        }
    }

    private bool MaySend =>
        _sentQuoteId - _acknowledgedQuoteId < _maker.UnacknowledgedMax && _budget.Available > _batch.Count;

    private void Consider(in QuoteGuide guide, long nowNs)
    {
        ref QuoteState state = ref StateOf(guide.Instrument);
        if (nowNs < state.RestsUntilNs)
        {
            return;
        }

        QuotePrice price = _pricer.Price(in guide, state.InventoryLots);
        if (price.HasMovedFrom(state.InBook, QuotePricer.Threshold(in guide, _maker.RequoteSpreadShare)))
        {
            _batch.Add(guide.Instrument, price);
            (state.BidTicks, state.BidLots, state.AskTicks, state.AskLots) =
                (price.BidTicks, price.BidLots, price.AskTicks, price.AskLots);
        }
    }

    private void Flush(long nowNs)
    {
        int count = _batch.Count;
        if (count == 0)
        {
            return;
        }

        if (_sentQuoteId == _acknowledgedQuoteId)
        {
            _lastProgressNs = nowNs;
        }

        FixMessageWriter message = _batch.Write(_sentQuoteId + 1);
        _budget.Spend(count);
        if (Client!.TrySend(message))
        {
            _sentQuoteId++;
            _statistics.AddQuotes(count);
        }
        else
        {
            // The session has gone; the next logon starts over.
            ForgetQuotes();
        }

        _batch.Clear();
    }

    private void OnAcknowledgement(MassQuoteAcknowledgementReader acknowledgement, long nowNs)
    {
        _statistics.AddAck();
        if (Utf8Parser.TryParse(acknowledgement.QuoteID, out long quoteId, out int length)
            && length == acknowledgement.QuoteID.Length && quoteId > _acknowledgedQuoteId && quoteId <= _sentQuoteId)
        {
            _acknowledgedQuoteId = quoteId;
            _lastProgressNs = nowNs;
        }

        long until = nowNs + (_maker.RejectPause.Ticks * NsPerTick);
        bool isNamed = false;
        foreach (MassQuoteAcknowledgementReader.NoQuoteSetsEntry set in acknowledgement.NoQuoteSets)
        {
            foreach (MassQuoteAcknowledgementReader.NoQuoteSetsEntry.NoQuoteEntriesEntry entry in set.NoQuoteEntries)
            {
                if (entry.HasQuoteEntryRejectReason)
                {
                    isNamed = true;
                    Refused(entry.QuoteEntryID, until);
                    _statistics.AddReject(acknowledgement.HasText
                        ? acknowledgement.Text
                        : QuoteRejectTexts.Of(entry.QuoteEntryRejectReason));
                }
            }
        }

        if (!isNamed && acknowledgement.QuoteStatus == QuoteStatusValues.Rejected)
        {
            _statistics.AddReject(acknowledgement.HasText
                ? acknowledgement.Text
                : QuoteRejectTexts.Of(acknowledgement.QuoteRejectReason));
            RestAll(until);
        }
    }

    private void OnStatus(QuoteStatusReportReader report)
    {
        if (report.HasQuoteReqID && report.QuoteStatus == QuoteStatusValues.Rejected)
        {
            _statistics.AddReject(report.HasText ? report.Text : default);
        }

        _answers.OnStatus(report);
    }

    private void OnReport(ExecutionReportReader report)
    {
        if (report.ExecType != ExecTypeValues.Trade || !report.LastQty.TryRescale(0, out long lots)
            || !Text40.TryCreate(report.Symbol, out Text40 symbol))
        {
            return;
        }

        _statistics.AddFill(lots);
        if (!_idBySymbol.TryGetValue(symbol, out uint id))
        {
            return;
        }

        // What an answer to a request traded wasn't in the book.
        ref QuoteState state = ref _states[id];
        long quoted = report.HasClOrdID && RequestAnswers.IsAnswer(report.ClOrdID) ? 0 : lots;
        if (report.Side == SideValues.Buy)
        {
            state.InventoryLots += lots;
            state.BidLots = Math.Max(0, state.BidLots - quoted);
        }
        else
        {
            state.InventoryLots -= lots;
            state.AskLots = Math.Max(0, state.AskLots - quoted);
        }
    }

    private void Refused(ReadOnlySpan<byte> entryId, long restsUntilNs)
    {
        // The venue takes the old quote out together with refusing the new one.
        if (Utf8Parser.TryParse(entryId, out uint id, out _) && id < (uint)_states.Length)
        {
            _states[id].ForgetQuote();
            _states[id].RestsUntilNs = restsUntilNs;
        }
    }

    private void RestAll(long untilNs)
    {
        foreach (ref QuoteState state in _states.AsSpan())
        {
            state.ForgetQuote();
            state.RestsUntilNs = untilNs;
        }
    }

    private void ForgetQuotes()
    {
        foreach (ref QuoteState state in _states.AsSpan())
        {
            state.ForgetQuote();
        }
    }

    private ref QuoteState StateOf(MarketInstrument instrument)
    {
        uint id = instrument.Id.Value;
        if (id >= (uint)_states.Length)
        {
            Array.Resize(ref _states, Math.Max((int)id + 1, _states.Length * 2));
        }

        _idBySymbol.TryAdd(instrument.Spec.Symbol, id);
        return ref _states[id];
    }
}
