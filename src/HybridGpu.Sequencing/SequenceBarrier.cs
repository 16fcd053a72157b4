using System;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>What a consumer waits behind: producers or upstream consumers, external watermarks, and an alert.</summary>
/// <remarks>
/// Thread: waited on by one consumer; <see cref="Alert"/> from any. An alert is for good: a halted consumer isn't
/// restarted, recovery builds a new pipeline.
/// </remarks>
public sealed class SequenceBarrier
{
    // The owner of an external sequence need not know this ring, so a blocked consumer looks for itself now and then.
    private const int ExternalParkMillis = 1;

    private readonly Sequencer _sequencer;
    private readonly MultiProducerSequencer? _multiProducer;
    private readonly Sequence[] _dependencies;
    private readonly bool _followsProducers;
    private bool _isAlerted;

    internal SequenceBarrier(
        Sequencer sequencer, ReadOnlySpan<Sequence> upstream, ReadOnlySpan<Sequence> external)
    {
        _sequencer = sequencer;
        _multiProducer = sequencer as MultiProducerSequencer;
        _dependencies = [.. upstream, .. external];

        // Upstream consumers only pass what is published; an external watermark may run ahead of the ring.
        _followsProducers = upstream.IsEmpty;
        ParkMillisMax = external.IsEmpty ? Timeout.Infinite : ExternalParkMillis;
    }

    /// <summary>Whether the consumer is to stop.</summary>
    public bool IsAlerted => Volatile.Read(ref _isAlerted);

    internal int ParkMillisMax { get; }

    internal WaitGate Gate => _sequencer.Gate;

    /// <summary>Hot path, once a batch: how far the consumer may read now; never waits.</summary>
    /// <param name="sequence">The next sequence the consumer wants.</param>
    /// <returns>The highest sequence it may read; less than <paramref name="sequence"/> if it must wait.</returns>
    public long Poll(long sequence)
    {
        long available = long.MaxValue;
        foreach (Sequence dependency in _dependencies)
        {
            available = Math.Min(available, dependency.Value);
        }

        if (!_followsProducers)
        {
            return available;
        }

        available = Math.Min(available, _sequencer.CursorSequence.Value);
        return _multiProducer is null
            ? available
            : _multiProducer.GetHighestPublishedSequence(sequence, available);
    }

    /// <summary>Sleeps until <paramref name="sequence"/> may be read or the barrier is alerted.</summary>
    /// <remarks>
    /// Woken by every publication and by every consumer that advances. With an external dependency it also looks each
    /// millisecond, so its owner may but need not call <see cref="ISequencer.SignalAllWhenBlocking"/>.
    /// </remarks>
    /// <param name="sequence">The next sequence the consumer wants.</param>
    /// <returns>The highest sequence it may read; possibly less than <paramref name="sequence"/> when
    /// alerted.</returns>
    public long Park(long sequence) => Gate.Park(sequence, this);

    /// <summary>Tells the consumer to stop, and wakes it if it sleeps.</summary>
    public void Alert()
    {
        Volatile.Write(ref _isAlerted, true);
        Gate.SignalAll();
    }
}
