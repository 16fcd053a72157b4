using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Generated;

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

    /// <summary>Trades since the last publication, where somebody wants each of them.</summary>
    public List<DepthChange> Prints { get; } = [];

    /// <summary>Clients that see every change.</summary>
    public List<DepthFollower> Followers { get; } = [];

    /// <summary>What incremental subscriptions have been told, by depth and entries.</summary>
    public List<DepthView> Views { get; } = [];

    /// <summary>True while something has changed since the last publication.</summary>
    public bool HasChanged { get; set; }

    /// <summary>True while it waits for the next round.</summary>
    public bool IsDirty { get; set; }

    public DepthSide this[Side side] => side == Side.Buy ? Bids : Asks;

    /// <summary>The view of a depth, or null.</summary>
    public DepthView? ViewOf(int depth, MarketDataEntries entries) =>
        Views.Find(view => view.Depth == depth && view.Entries == entries);

    /// <summary>Lets a subscription follow the book.</summary>
    public DepthFollower Follow(MarketDataSubscription subscription)
    {
        DepthView? view = null;
        if (subscription.IsIncremental)
        {
            view = ViewOf(subscription.Depth, subscription.Entries);
            if (view is null)
            {
                Views.Add(view = new DepthView(this, subscription.Depth, subscription.Entries));
            }
        }

        var follower = new DepthFollower(subscription, view);
        Followers.Add(follower);
        subscription.Client.MarketDataCount++;
        return follower;
    }

    /// <summary>Lets those go whom a test names, with the views that nobody follows any more.</summary>
    public void Leave(Predicate<MarketDataSubscription> isGone)
    {
        int gone = Followers.RemoveAll(follower =>
        {
            bool goes = isGone(follower.Subscription);
            follower.Subscription.Client.MarketDataCount -= goes ? 1 : 0;
            return goes;
        });
        if (gone > 0)
        {
            Views.RemoveAll(view => !Followers.Exists(follower => follower.View == view));
        }
    }

    /// <summary>A trade takes lots from the levels where its orders rested: the maker's, and in an auction
    /// both.</summary>
    public void Apply(in Trade trade, long timeNs)
    {
        Take(trade.TakerSide.Opposite(), in trade.Maker, trade.Lots);
        Take(trade.TakerSide, in trade.Taker, trade.Lots);
        LastTradeTicks = trade.PriceTicks;
        LastTradeLots = trade.Lots;
        if (Views.Exists(static view => (view.Entries & MarketDataEntries.Trades) != 0))
        {
            Prints.Add(new DepthChange(
                MDUpdateActionValues.New, MDEntryTypeValues.Trade, trade.PriceTicks, trade.Lots, trade.TakerSide,
                timeNs));
        }
    }

    private void Take(Side side, in TradeParty party, long lots)
    {
        if (party.WasResting != 0)
        {
            this[side].Change(party.LimitTicks, -lots);
        }
    }
}
