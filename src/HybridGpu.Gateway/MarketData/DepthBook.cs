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

    /// <summary>A trade takes lots from the maker's level.</summary>
    public void Apply(in Trade trade)
    {
        this[trade.TakerSide.Opposite()].Change(trade.PriceTicks, -trade.Lots);
        LastTradeTicks = trade.PriceTicks;
        LastTradeLots = trade.Lots;
    }
}
