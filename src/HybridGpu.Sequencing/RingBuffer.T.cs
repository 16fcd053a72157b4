using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridGpu.Sequencing;

/// <summary>A ring of preallocated value events between producers and a graph of consumers.</summary>
/// <remarks>
/// Slots are reused in place: claim with <see cref="Next()"/> or <see cref="TryNext(out long)"/>, fill
/// <c>ring[sequence]</c> by reference (all fields: it still holds the event of a lap ago), then <see
/// cref="Publish(long)"/>.
/// At the bound: <c>Next</c> waits politely (spin, yield, sleep), <c>TryNext</c> says false; nothing is overwritten
/// before the last consumers have passed it. Cost: no allocation after creation. Thread: by kind of sequencer.
/// </remarks>
/// <typeparam name="T">The event; 64 bytes (or a multiple) keep slots to whole cache lines.</typeparam>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "LMAX's own name: Next.")]
public sealed class RingBuffer<T>
    where T : struct
{
    private const int CacheLineBytes = 64;

    private readonly T[] _entries;
    private readonly nint _firstSlotBytes;
    private readonly long _indexMask;

    // Exactly one of the two is set. Sealed types behind a predicted branch are inlined; an interface would not be.
    private readonly SingleProducerSequencer? _singleProducer;
    private readonly MultiProducerSequencer? _multiProducer;

    private RingBuffer(Sequencer sequencer)
    {
        Sequencer = sequencer;
        _singleProducer = sequencer as SingleProducerSequencer;
        _multiProducer = sequencer as MultiProducerSequencer;
        _indexMask = sequencer.BufferSize - 1;

        // Padding on both sides keeps neighbours on the heap off the first and last slots. Clearing touches each page
        // now, so that the first lap takes no page faults.
        int paddingSlots = (PaddedLong.PaddingBytes + CacheLineBytes + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();
        _entries = GC.AllocateArray<T>(checked(sequencer.BufferSize + (2 * paddingSlots)), pinned: true);
        Array.Clear(_entries);
        _firstSlotBytes = FirstSlotBytes(_entries, paddingSlots);
    }

    /// <summary>The sequencer, for barriers and gating without the dependency graph.</summary>
    public ISequencer Sequencer { get; }

    /// <summary>The number of slots; a power of two.</summary>
    public int BufferSize => Sequencer.BufferSize;

    /// <summary>The highest sequence published (single producer) or claimed (many producers); -1 at first.</summary>
    public long Cursor => Sequencer.Cursor;

    /// <summary>Slots free now, as far as this thread can see.</summary>
    public long RemainingCapacity => Sequencer.RemainingCapacity;

    /// <summary>Hot path: the slot of a sequence, by reference; a mask and an addition, no bounds check.</summary>
    /// <param name="sequence">A sequence claimed and not yet published, or published and not yet passed.</param>
    /// <returns>The slot.</returns>
    public ref T this[long sequence]
    {
        // The mask keeps the index inside the array for every input, so the check would only be paid, never needed.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_entries), _firstSlotBytes),
            (nint)(sequence & _indexMask));
    }

    /// <summary>Creates a ring for one producer thread.</summary>
    /// <param name="bufferSize">Slots; a power of two.</param>
    /// <returns>The ring.</returns>
    /// <exception cref="ArgumentException">bufferSize is not a power of two up to 2^30.</exception>
    public static RingBuffer<T> CreateSingleProducer(int bufferSize) => new(new SingleProducerSequencer(bufferSize));

    /// <summary>Creates a ring for many producer threads.</summary>
    /// <param name="bufferSize">Slots; a power of two.</param>
    /// <returns>The ring.</returns>
    /// <exception cref="ArgumentException">bufferSize is not a power of two up to 2^30.</exception>
    public static RingBuffer<T> CreateMultiProducer(int bufferSize) => new(new MultiProducerSequencer(bufferSize));

    /// <inheritdoc cref="ISequencer.Next()"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next() => _singleProducer is { } single ? single.Next() : _multiProducer!.Next();

    /// <inheritdoc cref="ISequencer.Next(int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(int n) => _singleProducer is { } single ? single.Next(n) : _multiProducer!.Next(n);

    /// <inheritdoc cref="ISequencer.TryNext(out long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out long sequence) =>
        _singleProducer is { } single ? single.TryNext(out sequence) : _multiProducer!.TryNext(out sequence);

    /// <inheritdoc cref="ISequencer.TryNext(int, out long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(int n, out long sequence) =>
        _singleProducer is { } single ? single.TryNext(n, out sequence) : _multiProducer!.TryNext(n, out sequence);

    /// <inheritdoc cref="ISequencer.Publish(long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long sequence)
    {
        if (_singleProducer is { } single)
        {
            single.Publish(sequence);
        }
        else
        {
            _multiProducer!.Publish(sequence);
        }
    }

    /// <inheritdoc cref="ISequencer.Publish(long, long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long lo, long hi)
    {
        if (_singleProducer is { } single)
        {
            single.Publish(lo, hi);
        }
        else
        {
            _multiProducer!.Publish(lo, hi);
        }
    }

    /// <inheritdoc cref="ISequencer.AddGatingSequences"/>
    public void AddGatingSequences(params ReadOnlySpan<Sequence> sequences) =>
        Sequencer.AddGatingSequences(sequences);

    /// <inheritdoc cref="ISequencer.NewBarrier"/>
    public SequenceBarrier NewBarrier(params ReadOnlySpan<Sequence> upstream) => Sequencer.NewBarrier(upstream);

    /// <inheritdoc cref="ISequencer.SignalAllWhenBlocking"/>
    public void SignalAllWhenBlocking() => Sequencer.SignalAllWhenBlocking();

    private static nint FirstSlotBytes(T[] entries, int paddingSlots)
    {
        nint paddingBytes = (nint)paddingSlots * Unsafe.SizeOf<T>();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            // The collector must find the references where the array says they are: whole slots only.
            return paddingBytes;
        }

        // The array is pinned, so that its address, and with it the alignment of slots to cache lines, stays.
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(entries, 0);
        nint first = address + PaddedLong.PaddingBytes;
        nint aligned = (first + CacheLineBytes - 1) & ~(nint)(CacheLineBytes - 1);
        return aligned - address;
    }
}
