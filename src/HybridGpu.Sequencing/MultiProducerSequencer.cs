using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>A sequencer for many producer threads: a claim costs one interlocked operation.</summary>
/// <remarks>
/// The cursor counts claims. Publication is a lap number per slot (the availability buffer), so producers may publish
/// out of order and never wait for one another; consumers stop at the first gap. Thread: any.
/// </remarks>
public sealed class MultiProducerSequencer : Sequencer
{
    private readonly int[] _publishedLaps;
    private readonly int _indexMask;
    private readonly int _lapShift;

    // A lower bound of the slowest consumer shared by the producers. A slow producer may put an older value back: that
    // only makes somebody look again.
    private readonly Sequence _gatingCache = new();

    /// <summary>Creates the sequencer.</summary>
    /// <param name="bufferSize">Slots; a power of two.</param>
    /// <exception cref="ArgumentException">bufferSize is not a power of two up to 2^30.</exception>
    public MultiProducerSequencer(int bufferSize)
        : base(bufferSize)
    {
        _publishedLaps = new int[bufferSize];
        Array.Fill(_publishedLaps, -1);
        _indexMask = bufferSize - 1;
        _lapShift = BitOperations.Log2((uint)bufferSize);
    }

    private protected override long HighestClaimed => CursorSequence.Value;

    /// <inheritdoc/>
    public override long Next() => Claim(1);

    /// <inheritdoc/>
    public override long Next(int n)
    {
        CheckClaim(n);
        return Claim(n);
    }

    /// <inheritdoc/>
    public override bool TryNext(out long sequence) => TryClaim(1, out sequence);

    /// <inheritdoc/>
    public override bool TryNext(int n, out long sequence)
    {
        CheckClaim(n);
        return TryClaim(n, out sequence);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void Publish(long sequence)
    {
        SetPublished(sequence);
        Gate.SignalAll();
    }

    /// <inheritdoc/>
    public override void Publish(long lo, long hi)
    {
        for (long sequence = lo; sequence <= hi; sequence++)
        {
            SetPublished(sequence);
        }

        Gate.SignalAll();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool IsAvailable(long sequence) =>
        Volatile.Read(ref _publishedLaps[(int)sequence & _indexMask]) == (int)(sequence >> _lapShift);

    /// <inheritdoc/>
    public override long GetHighestPublishedSequence(long lo, long hi)
    {
        for (long sequence = lo; sequence <= hi; sequence++)
        {
            if (!IsAvailable(sequence))
            {
                return sequence - 1;
            }
        }

        return hi;
    }

    /// <summary>Claims first, then waits for room, so that waiting producers are served in the order they
    /// came.</summary>
    private long Claim(int n)
    {
        long claimed = CursorSequence.AddAndGet(n);
        long wrapPoint = claimed - BufferSize;
        if (wrapPoint > _gatingCache.Value)
        {
            _gatingCache.SetValue(WaitForGating(wrapPoint));
        }

        return claimed;
    }

    private bool TryClaim(int n, out long sequence)
    {
        while (true)
        {
            long cursor = CursorSequence.Value;
            long wrapPoint = cursor + n - BufferSize;
            if (wrapPoint > _gatingCache.Value)
            {
                long minimum = GetMinimumGatingSequence();
                if (wrapPoint > minimum)
                {
                    sequence = Sequence.InitialValue;
                    return false;
                }

                _gatingCache.SetValue(minimum);
            }

            if (CursorSequence.CompareAndSet(cursor, cursor + n))
            {
                sequence = cursor + n;
                return true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetPublished(long sequence) =>
        Volatile.Write(ref _publishedLaps[(int)sequence & _indexMask], (int)(sequence >> _lapShift));
}
