using System;
using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Sequencing;

/// <summary>A place in the dependency graph: behind all consumers of the group.</summary>
/// <typeparam name="T">The event.</typeparam>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "LMAX's own names.")]
public sealed class EventHandlerGroup<T>
    where T : struct
{
    private readonly Disruptor<T> _disruptor;
    private readonly EventConsumer<T>[] _members;

    internal EventHandlerGroup(Disruptor<T> disruptor, ReadOnlySpan<EventConsumer<T>> members)
    {
        _disruptor = disruptor;
        _members = members.ToArray();
    }

    /// <summary>Places consumers that see an event only after every member of this group has passed it.</summary>
    /// <param name="consumers">The consumers; they run side by side.</param>
    /// <returns>The group they form.</returns>
    public EventHandlerGroup<T> Then(params ReadOnlySpan<EventConsumer<T>> consumers) =>
        _disruptor.Place(_members, consumers);

    /// <summary>Places handlers with blocking waits and the halt policy behind this group.</summary>
    /// <param name="handlers">The handlers; they run side by side.</param>
    /// <returns>The group they form.</returns>
    public EventHandlerGroup<T> Then(params ReadOnlySpan<IEventHandler<T>> handlers) =>
        _disruptor.Place(_members, _disruptor.WithDefaults(handlers));

    /// <summary>Joins two groups of the same graph, for consumers behind both.</summary>
    /// <param name="other">The other group.</param>
    /// <returns>A group of both groups' members.</returns>
    public EventHandlerGroup<T> And(EventHandlerGroup<T> other) => new(_disruptor, [.. _members, .. other._members]);
}
