using System;
using System.Collections.Generic;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.MarketData;

/// <summary>A book to a depth, as the incremental subscriptions of that depth have been told it; and the number of the
/// last change told.</summary>
/// <remarks>All subscriptions of one depth and one set of entries share a view, so that what changed is worked out
/// once. Whoever applies the changes to a snapshot of the view, in the order of their numbers, has the view.</remarks>
internal sealed class DepthView
{
    private readonly List<(long Ticks, long Lots)> _bids = [];
    private readonly List<(long Ticks, long Lots)> _asks = [];

    public DepthView(DepthBook book, int depth, MarketDataEntries entries)
    {
        Depth = depth;
        Entries = entries;
        Copy(book.Bids, _bids, MarketDataEntries.Bids);
        Copy(book.Asks, _asks, MarketDataEntries.Asks);
        (LastTradeTicks, LastTradeLots) = (book.LastTradeTicks, book.LastTradeLots);
    }

    public int Depth { get; }

    public MarketDataEntries Entries { get; }

    /// <summary>RptSeq(83) of the last change.</summary>
    public long Sequence { get; private set; }

    /// <summary>Levels told, best first.</summary>
    public IReadOnlyList<(long Ticks, long Lots)> Bids => _bids;

    /// <summary>Levels told, best first.</summary>
    public IReadOnlyList<(long Ticks, long Lots)> Asks => _asks;

    public long LastTradeTicks { get; private set; }

    public long LastTradeLots { get; private set; }

    /// <summary>Brings the view to where the book is.</summary>
    /// <param name="book">The book.</param>
    /// <param name="changes">Filled with what must be told, trades first; their numbers end at
    /// <see cref="Sequence"/>.</param>
    public void Advance(DepthBook book, List<DepthChange> changes)
    {
        changes.Clear();
        if ((Entries & MarketDataEntries.Trades) != 0)
        {
            changes.AddRange(book.Prints);
            (LastTradeTicks, LastTradeLots) = (book.LastTradeTicks, book.LastTradeLots);
        }

        Compare(book.Bids, _bids, MarketDataEntries.Bids, changes);
        Compare(book.Asks, _asks, MarketDataEntries.Asks, changes);
        Sequence += changes.Count;
    }

    /// <summary>Both lists go from best to worst, so that one pass finds what came, went and changed.</summary>
    private void Compare(
        DepthSide side, List<(long Ticks, long Lots)> told, MarketDataEntries kind, List<DepthChange> changes)
    {
        if ((Entries & kind) == 0)
        {
            return;
        }

        byte type = kind == MarketDataEntries.Bids ? MDEntryTypeValues.Bid : MDEntryTypeValues.Offer;
        int sign = kind == MarketDataEntries.Bids ? -1 : 1;
        int count = Math.Min(side.Count, Depth);
        int from = changes.Count;
        for (int now = 0, before = 0; now < count || before < told.Count;)
        {
            int order = now == count ? 1
                : before == told.Count ? -1
                : sign * side[now].Ticks.CompareTo(told[before].Ticks);
            if (order > 0)
            {
                changes.Add(new DepthChange(MDUpdateActionValues.Delete, type, told[before++].Ticks, 0));
            }
            else if (order < 0)
            {
                changes.Add(new DepthChange(MDUpdateActionValues.New, type, side[now].Ticks, side[now++].Lots));
            }
            else
            {
                if (side[now].Lots != told[before].Lots)
                {
                    changes.Add(new DepthChange(MDUpdateActionValues.Change, type, side[now].Ticks, side[now].Lots));
                }

                now++;
                before++;
            }
        }

        if (changes.Count > from)
        {
            Copy(side, told, kind);
        }
    }

    private void Copy(DepthSide side, List<(long Ticks, long Lots)> told, MarketDataEntries kind)
    {
        told.Clear();
        for (int i = 0; (Entries & kind) != 0 && i < Math.Min(side.Count, Depth); i++)
        {
            told.Add(side[i]);
        }
    }
}
