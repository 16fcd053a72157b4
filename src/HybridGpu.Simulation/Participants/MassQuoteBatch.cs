using HybridGpu.Domain;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>Gathers quote entries and writes them as one MassQuote, one set per underlying and expiry.</summary>
/// <remarks>Entries of one set must be added one after another. Writing doesn't allocate.</remarks>
internal sealed class MassQuoteBatch(AccountId account, int capacity)
{
    private readonly FixMessageWriter _writer = new();
    private readonly MarketInstrument[] _instruments = new MarketInstrument[capacity];
    private readonly QuotePrice[] _prices = new QuotePrice[capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    public void Add(MarketInstrument instrument, QuotePrice price)
    {
        _instruments[Count] = instrument;
        _prices[Count++] = price;
    }

    public void Clear() => Count = 0;

    /// <summary>The message; valid until the next call.</summary>
    public FixMessageWriter Write(long quoteId)
    {
        int setCount = 0;
        for (int i = 0; i < Count; i = EndOfSet(i))
        {
            setCount++;
        }

        MassQuoteWriter message = new MassQuoteWriter(_writer)
            .QuoteID(quoteId)
            .QuoteResponseLevel(QuoteResponseLevelValues.AcknowledgeEach)
            .Account(account.Value)
            .NoQuoteSets(setCount);
        for (int i = 0; i < Count;)
        {
            int end = EndOfSet(i);
            message = message.QuoteSetID(_instruments[i].QuoteSetId).TotNoQuoteEntries(end - i).NoQuoteEntries(end - i);
            for (; i < end; i++)
            {
                message = WriteEntry(message, _instruments[i], in _prices[i]);
            }
        }

        return _writer;
    }

    private static MassQuoteWriter WriteEntry(MassQuoteWriter message, MarketInstrument instrument, in QuotePrice price)
    {
        message = message.QuoteEntryID(instrument.Id.Value).Symbol(instrument.SymbolBytes);
        if (price.BidLots > 0)
        {
            message = message.BidPx(instrument.PriceOf(price.BidTicks));
        }

        if (price.AskLots > 0)
        {
            message = message.OfferPx(instrument.PriceOf(price.AskTicks));
        }

        return message.BidSize(new FixDecimal(price.BidLots, 0)).OfferSize(new FixDecimal(price.AskLots, 0));
    }

    private int EndOfSet(int start)
    {
        int end = start + 1;
        while (end < Count && _instruments[end].Spec.ExpiryNs == _instruments[start].Spec.ExpiryNs
            && _instruments[end].Spec.Underlying == _instruments[start].Spec.Underlying)
        {
            end++;
        }

        return end;
    }
}
