using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>The instruments that a taker watches, and the messages that subscribe to them.</summary>
/// <remarks>One request at a time: choosing anew ends the last. Perpetuals are always among them.</remarks>
internal sealed class WatchList(int symbolCount, Random random)
{
    private static readonly byte[] EntryTypes =
        [MDEntryTypeValues.Bid, MDEntryTypeValues.Offer, MDEntryTypeValues.Trade];

    private readonly FixMessageWriter _writer = new();
    private readonly Dictionary<Text40, WatchedBook> _books = [];
    private readonly List<WatchedBook> _list = [];
    private long _requestId;

    public int Count => _list.Count;

    public bool IsSubscribed { get; private set; }

    public WatchedBook this[int index] => _list[index];

    public void Clear()
    {
        IsSubscribed = false;
        _books.Clear();
        _list.Clear();
    }

    public WatchedBook? Find(ReadOnlySpan<byte> symbol) =>
        Text40.TryCreate(symbol, out Text40 key) ? _books.GetValueOrDefault(key) : null;

    /// <summary>Whether a message about a request means the present one.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> requestId) =>
        System.Buffers.Text.Utf8Parser.TryParse(requestId, out long id, out _) && id == _requestId;

    /// <summary>Chooses anew from a view: perpetuals, then a random sample of what can be quoted.</summary>
    public void Choose(ReadOnlySpan<QuoteGuide> guides)
    {
        Clear();
        int candidates = 0;
        foreach (ref readonly QuoteGuide guide in guides)
        {
            if (!guide.Instrument.Spec.IsOption)
            {
                Add(guide.Instrument);
            }
            else if (IsTradable(in guide))
            {
                candidates++;
            }
        }

        // Each candidate is taken with the chance that leaves an even sample of the wanted size.
        foreach (ref readonly QuoteGuide guide in guides)
        {
            if (guide.Instrument.Spec.IsOption && IsTradable(in guide))
            {
                int wanted = symbolCount - Count;
                if (wanted > 0 && random.Next(candidates) < wanted)
                {
                    Add(guide.Instrument);
                }

                candidates--;
            }
        }
    }

    public FixMessageWriter WriteSubscribe(long requestId)
    {
        _requestId = requestId;
        IsSubscribed = true;
        return Write(SubscriptionRequestTypeValues.Subscribe);
    }

    public FixMessageWriter WriteUnsubscribe()
    {
        IsSubscribed = false;
        return Write(SubscriptionRequestTypeValues.Unsubscribe);
    }

    private static bool IsTradable(in QuoteGuide guide) =>
        !guide.IsClosing && !(double.IsNaN(guide.BidOffsetUsd) && double.IsNaN(guide.AskOffsetUsd));

    private void Add(MarketInstrument instrument)
    {
        var book = new WatchedBook(instrument);
        if (Count < symbolCount && _books.TryAdd(instrument.Spec.Symbol, book))
        {
            _list.Add(book);
        }
    }

    private FixMessageWriter Write(byte requestType)
    {
        MarketDataRequestWriter message = new MarketDataRequestWriter(_writer)
            .MDReqID(_requestId)
            .SubscriptionRequestType(requestType)
            .MarketDepth(1)
            .MDUpdateType(MDUpdateTypeValues.FullRefresh)
            .NoMDEntryTypes(EntryTypes.Length);
        foreach (byte type in EntryTypes)
        {
            message = message.MDEntryType(type);
        }

        message = message.NoRelatedSym(Count);
        foreach (WatchedBook book in _list)
        {
            message = message.Symbol(book.Instrument.SymbolBytes);
        }

        return _writer;
    }
}
