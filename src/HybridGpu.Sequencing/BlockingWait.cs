using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Spins a little, offers its core a bounded number of times, then sleeps until somebody makes progress: no
/// core used while idle.</summary>
/// <remarks>
/// The default where threads may outnumber cores. While it yields, whoever can run goes first; when nobody can, the
/// next event is seen within a microsecond or two, where a wakeup takes tens of them. Falling asleep costs the
/// consumer a process-wide barrier, waking it costs the publisher a lock; a publication while nobody sleeps costs
/// neither.
/// </remarks>
public readonly struct BlockingWait : IWaitStrategy
{
    private const int SpinTurns = 50;

    // Looking less often leaves the cursor's line with the producer: for some tens of nanoseconds more latency the
    // batches get larger and the throughput several times higher.
    private const int SpinIterations = 4;

    // Some tens of microseconds with a core to itself. More of them help while cores are free and cost those who work
    // their cores when none is: on two cores 200 turns made the slowest percent of orders several times slower.
    private const int YieldTurns = 20;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        for (int turn = 0; turn < SpinTurns + YieldTurns; turn++)
        {
            long available = barrier.Poll(sequence);
            if (available >= sequence || barrier.IsAlerted)
            {
                return available;
            }

            if (turn < SpinTurns)
            {
                Thread.SpinWait(SpinIterations);
            }
            else
            {
                Thread.Yield();
            }
        }

        return barrier.Park(sequence);
    }
}
