using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Where the blocked consumers of one ring sleep, and where whoever makes progress wakes them.</summary>
/// <remarks>
/// No wakeup is lost, by Dekker's argument: a waiter arms the gate, fences, then looks at the sequences; a signaller
/// moves a sequence, then looks whether the gate is armed. At least one of them sees the other. The fence between the
/// signaller's store and load is made for it by the waiter's process-wide barrier: sleepers are rare and can pay
/// microseconds, publishers pay a load. The waiter holds the lock from its look until it sleeps, so no pulse falls in
/// between. The signaller that wakes disarms: until the woken ones run, which may take a time slice, the publications
/// that follow find nothing to do; whoever sleeps on arms the gate anew.
/// </remarks>
internal sealed class WaitGate
{
    private const long Disarmed = 0;
    private const long Armed = 1;

    private readonly object _lock = new();

    // A padded counter: each publication reads it, so nothing that is written often may share its line.
    private readonly Sequence _armed = new(Disarmed);
    private int _sleepers;

    /// <summary>How many consumers sleep or are about to.</summary>
    internal int SleeperCount => Volatile.Read(ref _sleepers);

    /// <summary>Whether the next signal takes the lock and wakes sleepers.</summary>
    internal bool IsArmed => _armed.Value != Disarmed;

    /// <summary>Hot path: a load and a predicted branch unless somebody has fallen asleep since the last
    /// signal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SignalAll()
    {
        if (_armed.Value != Disarmed)
        {
            WakeAll();
        }
    }

    /// <summary>Sleeps until the barrier lets the sequence through or is alerted.</summary>
    internal long Park(long sequence, SequenceBarrier barrier)
    {
        lock (_lock)
        {
            Volatile.Write(ref _sleepers, _sleepers + 1);
            try
            {
                while (true)
                {
                    Arm();
                    long available = barrier.Poll(sequence);
                    if (available >= sequence || barrier.IsAlerted)
                    {
                        return available;
                    }

                    Monitor.Wait(_lock, barrier.ParkMillisMax);
                }
            }
            finally
            {
                Volatile.Write(ref _sleepers, _sleepers - 1);
                if (_sleepers == 0)
                {
                    _armed.SetValue(Disarmed);
                }
            }
        }
    }

    /// <summary>After this, every publication of another thread is either visible here, or will find the gate armed.
    /// One that is armed already had its barrier since it was last disarmed.</summary>
    private void Arm()
    {
        if (_armed.Value == Disarmed)
        {
            _armed.SetValue(Armed);
            Interlocked.MemoryBarrierProcessWide();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeAll()
    {
        lock (_lock)
        {
            _armed.SetValue(Disarmed);
            Monitor.PulseAll(_lock);
        }
    }
}
