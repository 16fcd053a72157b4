using System;
using System.Threading;

namespace HybridGpu.Gateway;

/// <summary>How far the reports have come, for those who want to ask about what they have just sent.</summary>
/// <remarks>Thread: the egress advances, any waits. Advancing costs a store while nobody waits.</remarks>
internal sealed class EgressProgress
{
    private readonly object _moved = new();
    private ulong _sequence;
    private int _waiting;

    /// <summary>All of a command's events have been reported.</summary>
    public void Advance(ulong sequence)
    {
        Volatile.Write(ref _sequence, sequence);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waiting) != 0)
        {
            lock (_moved)
            {
                Monitor.PulseAll(_moved);
            }
        }
    }

    /// <summary>Waits until a command's events have been reported.</summary>
    /// <returns>False when time was up before.</returns>
    public bool WaitFor(ulong sequence, TimeSpan limit)
    {
        if (Volatile.Read(ref _sequence) >= sequence)
        {
            return true;
        }

        long deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        lock (_moved)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                while (Volatile.Read(ref _sequence) < sequence)
                {
                    int left = (int)(deadline - Environment.TickCount64);
                    if (left <= 0)
                    {
                        return false;
                    }

                    Monitor.Wait(_moved, left);
                }

                return true;
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }
}
