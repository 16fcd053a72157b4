using System;
using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Sequencing;

/// <summary>Hands out the sequences of a ring to producers and tells consumers which are published.</summary>
/// <remarks>
/// A sequence is claimed, its slot filled, then published. A claim that is never published stops every consumer in
/// front of it for ever, so nothing that can throw belongs between the two. No claim passes the slowest gating
/// sequence by more than the buffer size; with no gating sequence at all a ring is full after one lap, so nothing is
/// ever overwritten unseen.
/// </remarks>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "LMAX's own name: Next.")]
public interface ISequencer
{
    /// <summary>The number of slots; a power of two.</summary>
    public int BufferSize { get; }

    /// <summary>The highest sequence published (single producer) or claimed (many producers); -1 at first.</summary>
    public long Cursor { get; }

    /// <summary>Slots free now, as far as this thread can see; at most <see cref="BufferSize"/>.</summary>
    public long RemainingCapacity { get; }

    /// <summary>Whether the consumers were halted; then nobody frees slots any more.</summary>
    public bool IsAlerted { get; }

    /// <summary>Hot path: claims one sequence; waits politely while the ring is full.</summary>
    /// <returns>The sequence claimed.</returns>
    /// <exception cref="RingHaltedException">The ring is full and halted.</exception>
    public long Next();

    /// <summary>Hot path: claims <paramref name="n"/> contiguous sequences; waits politely while there is no
    /// room.</summary>
    /// <param name="n">How many; from 1 to <see cref="BufferSize"/>.</param>
    /// <returns>The highest sequence claimed; the lowest is it - n + 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">n is out of range.</exception>
    /// <exception cref="RingHaltedException">There is no room and the ring is halted.</exception>
    public long Next(int n);

    /// <summary>Hot path: claims one sequence if there is room now; the back-pressure form.</summary>
    /// <param name="sequence">The sequence claimed, or -1.</param>
    /// <returns>False if the ring is full; nothing is claimed then.</returns>
    public bool TryNext(out long sequence);

    /// <summary>Hot path: claims <paramref name="n"/> contiguous sequences if there is room for all of them
    /// now.</summary>
    /// <param name="n">How many; from 1 to <see cref="BufferSize"/>.</param>
    /// <param name="sequence">The highest sequence claimed, or -1.</param>
    /// <returns>False if there is no room for all; nothing is claimed then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">n is out of range.</exception>
    public bool TryNext(int n, out long sequence);

    /// <summary>Hot path: makes a filled slot visible to consumers, and wakes those that sleep.</summary>
    /// <param name="sequence">A sequence this thread claimed.</param>
    public void Publish(long sequence);

    /// <summary>Hot path: makes filled slots visible to consumers, and wakes those that sleep.</summary>
    /// <param name="lo">The lowest sequence claimed.</param>
    /// <param name="hi">The highest sequence claimed.</param>
    public void Publish(long lo, long hi);

    /// <summary>Whether a sequence is published and still in the ring.</summary>
    /// <param name="sequence">The sequence asked about.</param>
    /// <returns>True if a consumer may read it.</returns>
    public bool IsAvailable(long sequence);

    /// <summary>The highest sequence up to which everything from <paramref name="lo"/> on is published.</summary>
    /// <param name="lo">The first sequence wanted.</param>
    /// <param name="hi">The last sequence of interest; at most <see cref="Cursor"/>.</param>
    /// <returns>From lo - 1 (nothing) to hi.</returns>
    public long GetHighestPublishedSequence(long lo, long hi);

    /// <summary>Adds sequences that claims must not overtake by more than a lap: those of the last consumers.</summary>
    /// <param name="sequences">The sequences to wait for.</param>
    /// <exception cref="InvalidOperationException">
    /// Sequences were claimed while other gating sequences were in force: slots the new ones need may be gone.
    /// </exception>
    public void AddGatingSequences(params ReadOnlySpan<Sequence> sequences);

    /// <summary>The slowest gating sequence; -1 if there is none.</summary>
    /// <returns>The last event that every gating consumer has passed.</returns>
    public long GetMinimumGatingSequence();

    /// <summary>Creates a barrier for a consumer of this ring.</summary>
    /// <param name="upstream">The sequences of consumers it must follow; none to follow the producers.</param>
    /// <returns>The barrier.</returns>
    public SequenceBarrier NewBarrier(params ReadOnlySpan<Sequence> upstream);

    /// <summary>Wakes every blocked consumer so that it looks again; for owners of external sequences.</summary>
    public void SignalAllWhenBlocking();

    /// <summary>Says that no consumer will free slots any more; producers that wait for room throw.</summary>
    public void Alert();
}
