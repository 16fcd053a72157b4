using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>A sequencer for one producer thread: claims cost no interlocked operation.</summary>
/// <remarks>
/// Thread: all claims and publications from one thread at a time; the other members from any. It is the caller who
/// keeps this promise: two producers here would hand out the same slot twice.
/// </remarks>
public sealed class SingleProducerSequencer : Sequencer
{
    private ProducerState _state;

    /// <summary>Creates the sequencer.</summary>
    /// <param name="bufferSize">Slots; a power of two.</param>
    /// <exception cref="ArgumentException">bufferSize is not a power of two up to 2^30.</exception>
    public SingleProducerSequencer(int bufferSize)
        : base(bufferSize)
    {
        _state.Claimed = Sequence.InitialValue;
        _state.GatingCache = Sequence.InitialValue;
    }

    private protected override long HighestClaimed => Volatile.Read(ref _state.Claimed);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override long Next() => Claim(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override long Next(int n)
    {
        CheckClaim(n);
        return Claim(n);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryNext(out long sequence) => TryClaim(1, out sequence);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryNext(int n, out long sequence)
    {
        CheckClaim(n);
        return TryClaim(n, out sequence);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void Publish(long sequence)
    {
        CursorSequence.SetValue(sequence);
        Gate.SignalAll();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void Publish(long lo, long hi) => Publish(hi);

    /// <inheritdoc/>
    public override bool IsAvailable(long sequence)
    {
        long cursor = CursorSequence.Value;
        return sequence >= 0 && sequence <= cursor && sequence > cursor - BufferSize;
    }

    /// <inheritdoc/>
    public override long GetHighestPublishedSequence(long lo, long hi) => hi;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Claim(int n)
    {
        long claimed = _state.Claimed + n;
        long wrapPoint = claimed - BufferSize;
        if (wrapPoint > _state.GatingCache)
        {
            _state.GatingCache = WaitForGating(wrapPoint);
        }

        _state.Claimed = claimed;
        return claimed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryClaim(int n, out long sequence)
    {
        long claimed = _state.Claimed + n;
        long wrapPoint = claimed - BufferSize;
        if (wrapPoint > _state.GatingCache && !RefreshGatingCache(wrapPoint))
        {
            sequence = Sequence.InitialValue;
            return false;
        }

        _state.Claimed = claimed;
        sequence = claimed;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RefreshGatingCache(long wrapPoint)
    {
        _state.GatingCache = GetMinimumGatingSequence();
        return wrapPoint <= _state.GatingCache;
    }
}
