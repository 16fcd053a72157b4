using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>What both kinds of sequencer share: cursor, gating sequences, the gate where consumers sleep.</summary>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "LMAX's own name: Next.")]
public abstract class Sequencer : ISequencer
{
    /// <summary>The largest ring: 2^30 slots.</summary>
    public const int BufferSizeMax = 1 << 30;

    private readonly Lock _gatingLock = new();
    private Sequence[] _gatingSequences = [];
    private bool _isAlerted;

    private protected Sequencer(int bufferSize)
    {
        if (bufferSize is < 1 or > BufferSizeMax || !BitOperations.IsPow2(bufferSize))
        {
            throw new ArgumentException("The buffer size must be a power of two up to 2^30.", nameof(bufferSize));
        }

        BufferSize = bufferSize;
    }

    /// <inheritdoc/>
    public int BufferSize { get; }

    /// <inheritdoc/>
    public long Cursor => CursorSequence.Value;

    /// <inheritdoc/>
    public long RemainingCapacity => Math.Max(0, BufferSize - (HighestClaimed - GetMinimumGatingSequence()));

    /// <inheritdoc/>
    public bool IsAlerted => Volatile.Read(ref _isAlerted);

    internal Sequence CursorSequence { get; } = new();

    internal WaitGate Gate { get; } = new();

    private protected abstract long HighestClaimed { get; }

    /// <inheritdoc/>
    public abstract long Next();

    /// <inheritdoc/>
    public abstract long Next(int n);

    /// <inheritdoc/>
    public abstract bool TryNext(out long sequence);

    /// <inheritdoc/>
    public abstract bool TryNext(int n, out long sequence);

    /// <inheritdoc/>
    public abstract void Publish(long sequence);

    /// <inheritdoc/>
    public abstract void Publish(long lo, long hi);

    /// <inheritdoc/>
    public abstract bool IsAvailable(long sequence);

    /// <inheritdoc/>
    public abstract long GetHighestPublishedSequence(long lo, long hi);

    /// <inheritdoc/>
    public void AddGatingSequences(params ReadOnlySpan<Sequence> sequences)
    {
        lock (_gatingLock)
        {
            // Adding the first set is safe at any time: until then claims were held to one lap from the start.
            if (_gatingSequences.Length != 0 && HighestClaimed != Sequence.InitialValue)
            {
                throw new InvalidOperationException(
                    "Gating sequences can't be added once sequences were claimed past others.");
            }

            Volatile.Write(ref _gatingSequences, [.. _gatingSequences, .. sequences]);
        }
    }

    /// <inheritdoc/>
    public long GetMinimumGatingSequence()
    {
        Sequence[] sequences = Volatile.Read(ref _gatingSequences);
        if (sequences.Length == 0)
        {
            return Sequence.InitialValue;
        }

        long minimum = long.MaxValue;
        foreach (Sequence sequence in sequences)
        {
            minimum = Math.Min(minimum, sequence.Value);
        }

        return minimum;
    }

    /// <inheritdoc/>
    public SequenceBarrier NewBarrier(params ReadOnlySpan<Sequence> upstream) => new(this, upstream, []);

    /// <inheritdoc/>
    public void SignalAllWhenBlocking() => Gate.SignalAll();

    /// <inheritdoc/>
    public void Alert()
    {
        Volatile.Write(ref _isAlerted, true);
        Gate.SignalAll();
    }

    /// <summary>Waits until the slowest consumer has passed the wrap point; gives where it stands.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected long WaitForGating(long wrapPoint)
    {
        ProducerWait wait = default;
        long minimum;
        while ((minimum = GetMinimumGatingSequence()) < wrapPoint)
        {
            if (IsAlerted)
            {
                throw new RingHaltedException();
            }

            wait.Once();
        }

        return minimum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void CheckClaim(int n)
    {
        if ((uint)(n - 1) >= (uint)BufferSize)
        {
            ThrowClaimOutOfRange();
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowClaimOutOfRange() =>
        throw new ArgumentOutOfRangeException("n", $"A claim must be from 1 to the buffer size, {BufferSize}.");
}
