using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;

namespace HybridGpu.Gateway.MarketData;

/// <summary>One instrument's public picture: levels, last trade, who wants to see it.</summary>
internal sealed class DepthBook
{
    public DepthBook(InstrumentId instrument)
    {
        Instrument = instrument;
    }

    public InstrumentId Instrument { get; }

    public DepthSide Bids { get; } = new(Side.Buy);

    public DepthSide Asks { get; } = new(Side.Sell);

    public long LastTradeTicks { get; private set; }

    public long LastTradeLots { get; private set; }

    /// <summary>Clients that see every change.</summary>
    public List<MarketDataSubscription> Subscriptions { get; } = [];

    /// <summary>True while a change waits to be published.</summary>
    public bool IsDirty { get; set; }

    public DepthSide this[Side side] => side == Side.Buy ? Bids : Asks;

    /// <summary>A trade takes lots from the levels where its orders rested: the maker's, and in an auction
    /// both.</summary>
    public void Apply(in Trade trade)
    {
        Take(trade.TakerSide.Opposite(), in trade.Maker, trade.Lots);
        Take(trade.TakerSide, in trade.Taker, trade.Lots);
        LastTradeTicks = trade.PriceTicks;
        LastTradeLots = trade.Lots;
    }

    private void Take(Side side, in TradeParty party, long lots)
    {
        if (party.WasResting != 0)
        {
            this[side].Change(party.LimitTicks, -lots);
        }
    }
}
