using HybridGpu.Domain.Events;
using HybridGpu.Persistence;

namespace HybridGpu.Venue;

/// <summary>Somebody outside the engine who follows its events: FIX egress, the read model, settlement.</summary>
public interface IVenueObserver
{
    /// <summary>Name of the consumer's thread.</summary>
    public string Name { get; }

    /// <summary>True when it must only see events whose command is safe, because it tells the world: durable with
    /// <see cref="Durability.Sync"/>, with the operating system with <see cref="Durability.Async"/>.</summary>
    public bool NeedsDurableEvents { get; }

    /// <summary>True when what it does can't be taken back by anybody, as a payment on a chain: it only sees events
    /// that a power cut can't undo, whatever the venue's durability is.</summary>
    public bool IsIrrevocable => false;

    /// <summary>Whether it can begin behind a place in the journal because it holds all it needs of what came before:
    /// then it sees no event up to there again. Recovery starts from a snapshot only where every observer can; one that
    /// folds its state from events and keeps no image of it can't.</summary>
    /// <param name="sequence">Last command that it would not see.</param>
    /// <param name="eventOrdinal">Ordinal of the last event that it would not see.</param>
    public bool CanStartBehind(ulong sequence, ulong eventOrdinal) => false;

    /// <summary>Takes an event. Replayed events come before the venue opens, in the same order and with the same
    /// ordinals as when they first happened; a handler that already acted on them skips them by ordinal.</summary>
    /// <param name="venueEvent">The event.</param>
    /// <param name="isReplay">True while the venue recovers.</param>
    /// <param name="endOfBatch">True when no further event is waiting: a good moment to flush.</param>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch);
}
