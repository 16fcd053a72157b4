using System;
using System.Collections.Generic;

namespace HybridGpu.Sequencing;

/// <summary>A consumer to be put into the dependency graph: handler, wait strategy, policy, what else gates
/// it.</summary>
/// <remarks>
/// Made by <see cref="Disruptor{T}.Consumer"/>. Its settings are fixed once it is placed in the graph; changing them
/// after that throws. Thread: the one that builds the pipeline; <see cref="Sequence"/> from any.
/// </remarks>
/// <typeparam name="T">The event.</typeparam>
public abstract class EventConsumer<T>
    where T : struct
{
    private readonly List<Sequence> _external = [];

    private protected EventConsumer(string name) => Name = name;

    /// <summary>The consumer's name, in faults and as the thread's name.</summary>
    public string Name { get; }

    /// <summary>The last event the consumer has passed.</summary>
    public Sequence Sequence { get; } = new();

    /// <summary>What happens when the handler throws; <see cref="ExceptionPolicy.Halt"/> unless set.</summary>
    public ExceptionPolicy Policy { get; private set; } = ExceptionPolicy.Halt;

    /// <summary>The most events handled before progress is made visible; without limit unless set.</summary>
    public int BatchLimit { get; private set; } = int.MaxValue;

    internal IEventProcessor? Processor { get; private set; }

    /// <summary>Lets the consumer only pass what sequences owned elsewhere have reached, such as a durable
    /// watermark.</summary>
    /// <remarks>
    /// The sequences count in this ring's numbers. A blocked consumer looks at them each millisecond; an owner that
    /// wants it sooner calls <see cref="RingBuffer{T}.SignalAllWhenBlocking"/> after it advances.
    /// </remarks>
    /// <param name="sequences">The sequences to stay behind, besides producers and upstream consumers.</param>
    /// <returns>This consumer.</returns>
    public EventConsumer<T> GatedBy(params ReadOnlySpan<Sequence> sequences)
    {
        ThrowIfPlaced();
        _external.AddRange(sequences);
        return this;
    }

    /// <summary>Sets what happens when the handler throws.</summary>
    /// <param name="policy">Halt or skip.</param>
    /// <returns>This consumer.</returns>
    public EventConsumer<T> WithPolicy(ExceptionPolicy policy)
    {
        ThrowIfPlaced();
        Policy = policy;
        return this;
    }

    /// <summary>Limits batches, so that a slow consumer frees slots before it has caught up.</summary>
    /// <param name="batchLimit">The most events to a batch; at least 1.</param>
    /// <returns>This consumer.</returns>
    public EventConsumer<T> WithBatchLimit(int batchLimit)
    {
        ThrowIfPlaced();
        ArgumentOutOfRangeException.ThrowIfLessThan(batchLimit, 1);
        BatchLimit = batchLimit;
        return this;
    }

    internal void Place(RingBuffer<T> ring, ReadOnlySpan<Sequence> upstream, Action<HandlerFault> onFault)
    {
        ThrowIfPlaced();
        var barrier = new SequenceBarrier((Sequencer)ring.Sequencer, upstream, _external.ToArray());
        Processor = CreateProcessor(ring, barrier, onFault);
    }

    private protected abstract IEventProcessor CreateProcessor(
        RingBuffer<T> ring, SequenceBarrier barrier, Action<HandlerFault> onFault);

    private void ThrowIfPlaced()
    {
        if (Processor is not null)
        {
            throw new InvalidOperationException($"Consumer {Name} is already placed in the graph.");
        }
    }
}
