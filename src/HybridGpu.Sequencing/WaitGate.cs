using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Where the blocked consumers of one ring sleep, and where whoever makes progress wakes them.</summary>
/// <remarks>
/// No wakeup is lost, by Dekker's argument: a waiter raises the count, fences, then looks at the sequences; a signaller
/// moves a sequence, then looks at the count. At least one of them sees the other. The fence between the signaller's
/// store and load is made for it by the waiter's process-wide barrier: sleepers are rare and can pay microseconds,
/// publishers pay a load. The waiter holds the lock from its look until it sleeps, so no pulse falls in between.
/// </remarks>
internal sealed class WaitGate
{
    private readonly object _lock = new();

    // A padded counter: each publication reads it, so nothing that is written often may share its line.
    private readonly Sequence _sleepers = new(0);

    /// <summary>How many consumers sleep or are about to.</summary>
    internal long SleeperCount => _sleepers.Value;

    /// <summary>Hot path: a load and a predicted branch while nobody sleeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SignalAll()
    {
        if (_sleepers.Value != 0)
        {
            WakeAll();
        }
    }

    /// <summary>Sleeps until the barrier lets the sequence through or is alerted.</summary>
    internal long Park(long sequence, SequenceBarrier barrier)
    {
        lock (_lock)
        {
            _sleepers.SetValue(_sleepers.Value + 1);
            try
            {
                // After this, every publication of another thread is either visible here, or will see the count.
                Interlocked.MemoryBarrierProcessWide();
                long available;
                while ((available = barrier.Poll(sequence)) < sequence && !barrier.IsAlerted)
                {
                    Monitor.Wait(_lock, barrier.ParkMillisMax);
                }

                return available;
            }
            finally
            {
                _sleepers.SetValue(_sleepers.Value - 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeAll()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
