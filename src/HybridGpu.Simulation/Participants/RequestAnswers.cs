using System;
using System.Buffers.Text;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>A maker's answers to requests for quote: firm prices in the quantity asked for, which follow the market
/// until the request ends.</summary>
/// <remarks>
/// Single contracts only: what a combo consists of a request doesn't say. Beyond <see cref="OpenMax"/> requests at once
/// further ones go unanswered. An answer is sent again when a side has moved by the maker's threshold, and taken back
/// where the contract can't be quoted any more. Thread: the participant's turns.
/// </remarks>
internal sealed class RequestAnswers(MakerSettings maker, QuotePricer pricer, long firstId)
{
    /// <summary>Requests answered at once.</summary>
    public const int OpenMax = 64;

    // The longest that a request stands at the venue.
    private const long LongestNs = 300_000_000_000;

    private readonly List<Answer> _open = [];
    private readonly FixMessageWriter _writer = new();
    private long _lastId = firstId;

    /// <summary>What it sends through.</summary>
    public FixClient? Client { get; set; }

    /// <summary>Whether a report's ClOrdID is one of an answer's.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> clOrdId) => clOrdId is [(byte)'A', ..];

    /// <summary>The venue asks.</summary>
    public void OnRequest(QuoteRequestReader request, ReadOnlySpan<QuoteGuide> guides, long nowNs)
    {
        foreach (QuoteRequestReader.NoRelatedSymEntry asked in request.NoRelatedSym)
        {
            long endNs = asked.HasExpireTime ? asked.ExpireTimeNs : nowNs + LongestNs;
            if (_open.Count < OpenMax && endNs > nowNs && asked.HasOrderQty
                && asked.OrderQty.TryRescale(0, out long lots) && lots > 0
                && Text40.TryCreate(request.QuoteReqID, out Text40 name)
                && Text40.TryCreate(asked.Symbol, out Text40 symbol) && TryFind(guides, symbol, out QuoteGuide guide))
            {
                _open.Add(new Answer(name, guide.Instrument, lots, endNs));
            }
        }
    }

    /// <summary>The venue says what became of an answer or a request: refused, traded, over.</summary>
    public void OnStatus(QuoteStatusReportReader report)
    {
        if (report.HasQuoteReqID && report.QuoteStatus != QuoteStatusValues.Accepted
            && Text40.TryCreate(report.QuoteReqID, out Text40 name))
        {
            _open.RemoveAll(answer => answer.Request == name);
        }
    }

    /// <summary>Prices every open request anew and sends what is new or has moved.</summary>
    /// <param name="guides">What the market believes.</param>
    /// <param name="inventoryOf">Lots held of a contract.</param>
    /// <param name="nowNs">The time, ns since the Unix epoch.</param>
    /// <returns>How many were sent.</returns>
    public int Refresh(ReadOnlySpan<QuoteGuide> guides, Func<MarketInstrument, long> inventoryOf, long nowNs)
    {
        // The end of a request is told only to those whose answer stands.
        _open.RemoveAll(answer => answer.EndNs <= nowNs);
        int sent = 0;
        foreach (Answer answer in _open)
        {
            QuotePrice price = default;
            long threshold = 1;
            if (TryFind(guides, answer.Instrument.Spec.Symbol, out QuoteGuide guide))
            {
                price = pricer.Price(in guide, inventoryOf(answer.Instrument), answer.Lots);
                threshold = QuotePricer.Threshold(in guide, maker.ReanswerSpreadShare);
            }

            if (price.HasMovedFrom(in answer.Price, threshold) && TrySend(answer, in price))
            {
                answer.Price = price;
                sent++;
            }
        }

        return sent;
    }

    /// <summary>A new session: the venue took the answers with the old one.</summary>
    public void Forget() => _open.Clear();

    private static bool TryFind(ReadOnlySpan<QuoteGuide> guides, Text40 symbol, out QuoteGuide found)
    {
        foreach (ref readonly QuoteGuide guide in guides)
        {
            if (guide.Instrument.Spec.Symbol == symbol)
            {
                found = guide;
                return true;
            }
        }

        found = default;
        return false;
    }

    private bool TrySend(Answer answer, in QuotePrice price)
    {
        MarketInstrument instrument = answer.Instrument;
        Span<byte> request = stackalloc byte[Text40.Capacity];
        Span<byte> id = stackalloc byte[20];
        id[0] = (byte)'A';
        Utf8Formatter.TryFormat(++_lastId, id[1..], out int digits);
        QuoteWriter quote = new QuoteWriter(_writer)
            .QuoteReqID(request[..answer.Request.CopyTo(request)])
            .QuoteID(id[..(digits + 1)])
            .Symbol(instrument.SymbolBytes);
        if (price.BidLots > 0)
        {
            quote = quote.BidPx(instrument.PriceOf(price.BidTicks));
        }

        if (price.AskLots > 0)
        {
            quote = quote.OfferPx(instrument.PriceOf(price.AskTicks));
        }

        quote.BidSize(new FixDecimal(price.BidLots, 0)).OfferSize(new FixDecimal(price.AskLots, 0));
        return Client!.TrySend(_writer);
    }

    /// <summary>A request that the maker answers.</summary>
    private sealed class Answer(Text40 request, MarketInstrument instrument, long lots, long endNs)
    {
        public Text40 Request { get; } = request;

        public MarketInstrument Instrument { get; } = instrument;

        public long Lots { get; } = lots;

        public long EndNs { get; } = endNs;

        public QuotePrice Price;
    }
}
