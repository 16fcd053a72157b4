using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;

namespace HybridGpu.Gateway.MarketData;

/// <summary>The books of all instruments, folded from order events.</summary>
/// <remarks>Thread: the publisher's, or any while the venue stands still.</remarks>
internal sealed class DepthBooks
{
    private readonly Dictionary<InstrumentId, DepthBook> _books = [];

    /// <summary>Every book so far.</summary>
    public IReadOnlyCollection<DepthBook> All => _books.Values;

    /// <summary>An instrument's book, empty where nothing has happened in it.</summary>
    public DepthBook this[InstrumentId instrument]
    {
        get
        {
            if (!_books.TryGetValue(instrument, out DepthBook? book))
            {
                _books.Add(instrument, book = new DepthBook(instrument));
            }

            return book;
        }
    }

    /// <summary>Applies an event.</summary>
    /// <param name="venueEvent">Any event.</param>
    /// <param name="changed">The book that it changed.</param>
    /// <returns>Whether it changed one.</returns>
    public bool Fold(in VenueEvent venueEvent, [NotNullWhen(true)] out DepthBook? changed)
    {
        changed = null;
        switch (venueEvent.Header.Kind)
        {
            case EventKind.OrderRested or EventKind.OrderReplenished:
                changed = Change(in venueEvent.Order, venueEvent.Order.ShownLots);
                break;
            case EventKind.OrderPulled:
                changed = Change(in venueEvent.Order, -venueEvent.Order.ShownLots);
                break;
            case EventKind.OrderReduced or EventKind.OrderCancelled when venueEvent.Order.WasResting != 0:
                changed = Change(in venueEvent.Order, -venueEvent.Order.ShownLots);
                break;
            case EventKind.Trade:
                changed = this[venueEvent.Trade.Instrument];
                changed.Apply(in venueEvent.Trade, venueEvent.Header.SequencedNs);
                break;
            case EventKind.InstrumentSettled:
                Forget(venueEvent.InstrumentSettled.Instrument);
                break;
            case EventKind.InstrumentDelisted:
                Forget(venueEvent.Delisted.Instrument);
                break;
            default:
                break;
        }

        return changed is not null;
    }

    private DepthBook Change(in OrderState order, long lots)
    {
        DepthBook book = this[order.Instrument];
        book[order.Side].Change(order.PriceTicks, lots);
        return book;
    }

    // Its followers stay, as they are still to be told how it ended, and no longer count.
    private void Forget(InstrumentId instrument)
    {
        if (_books.Remove(instrument, out DepthBook? book))
        {
            book.Followers.ForEach(static follower => follower.Subscription.Client.MarketDataCount--);
        }
    }
}
