using System;
using System.Threading;

namespace HybridGpu.Venue;

/// <summary>Holds back what leaves the venue until the command that caused it is safe in the journal.</summary>
/// <remarks>What "safe" is, its owner decides: written, or durable. Thread: the journal opens it, any number of readers
/// wait. A wait is a compare when the journal is ahead. Otherwise the reader looks again for some microseconds, then
/// offers its core to whoever can run, the journal for one, and only then sleeps: waking it costs more than a write
/// to the operating system takes.</remarks>
public sealed class DurabilityGate
{
    private const int SpinTurns = 20;
    private const int SpinIterations = 4;

    // Each turn is a system call of a microsecond or less when nobody else wants the core; when somebody does, it is
    // theirs for as long as the scheduler says. An fdatasync takes longer than all of them: then the reader sleeps.
    // As few as in BlockingWait, for the same reason.
    private const int YieldTurns = 20;

    private readonly object _moved = new();
    private ulong _safeSequence;
    private bool _isClosed;

    /// <summary>The last command that is safe.</summary>
    public ulong SafeSequence => Volatile.Read(ref _safeSequence);

    /// <summary>Lets everything up to a command out; an earlier command than the last one changes nothing, since two
    /// threads may tell.</summary>
    public void Open(ulong sequence)
    {
        lock (_moved)
        {
            if (sequence > _safeSequence)
            {
                Volatile.Write(ref _safeSequence, sequence);
                Monitor.PulseAll(_moved);
            }
        }
    }

    /// <summary>The journal has stopped for good: nothing more will become safe.</summary>
    public void Close()
    {
        lock (_moved)
        {
            Volatile.Write(ref _isClosed, true);
            Monitor.PulseAll(_moved);
        }
    }

    /// <summary>Waits until a command is safe.</summary>
    /// <returns>False when the journal stopped before: then the event must not leave.</returns>
    public bool WaitFor(ulong sequence) => WaitFor(sequence, Timeout.InfiniteTimeSpan);

    /// <summary>Waits until a command is safe, at most for a time.</summary>
    /// <param name="sequence">The command.</param>
    /// <param name="timeout">How long; zero only looks. A part of a millisecond counts as a whole one.</param>
    /// <returns>False when the journal stopped before, or time was up.</returns>
    public bool WaitFor(ulong sequence, TimeSpan timeout)
    {
        if (sequence <= Volatile.Read(ref _safeSequence))
        {
            return true;
        }

        if (timeout == TimeSpan.Zero)
        {
            return false;
        }

        long deadlineMillis = timeout == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
        return IsSafeSoon(sequence) || SleepUntil(sequence, deadlineMillis);
    }

    private bool SleepUntil(ulong sequence, long deadlineMillis)
    {
        lock (_moved)
        {
            while (sequence > _safeSequence)
            {
                long leftMillis = deadlineMillis - Environment.TickCount64;
                if (_isClosed || leftMillis <= 0)
                {
                    return false;
                }

                Monitor.Wait(_moved, (int)Math.Min(leftMillis, int.MaxValue));
            }

            return true;
        }
    }

    /// <summary>Looks a bounded number of times; false says only that it isn't safe yet.</summary>
    private bool IsSafeSoon(ulong sequence)
    {
        for (int turn = 0; turn < SpinTurns + YieldTurns && !Volatile.Read(ref _isClosed); turn++)
        {
            if (turn < SpinTurns)
            {
                Thread.SpinWait(SpinIterations);
            }
            else
            {
                Thread.Yield();
            }

            if (sequence <= Volatile.Read(ref _safeSequence))
            {
                return true;
            }
        }

        return false;
    }
}
