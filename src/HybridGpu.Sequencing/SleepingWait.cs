using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Spins, then yields, then sleeps a millisecond at a time: cheap for the producer and for the
/// machine.</summary>
/// <remarks>
/// The producer pays no fence and no wakeup. After a pause the first event waits up to about a millisecond; for
/// consumers whose latency doesn't matter, such as read models.
/// </remarks>
public readonly struct SleepingWait : IWaitStrategy
{
    private const int SpinTurns = 100;

    // Looking less often leaves the cursor's line with the producer: for some tens of nanoseconds more latency the
    // batches get larger and the throughput several times higher.
    private const int SpinIterations = 4;
    private const int YieldTurns = 200;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        int turns = 0;
        long available;
        while ((available = barrier.Poll(sequence)) < sequence && !barrier.IsAlerted)
        {
            if (turns < SpinTurns)
            {
                Thread.SpinWait(SpinIterations);
            }
            else if (turns < SpinTurns + YieldTurns)
            {
                Thread.Yield();
            }
            else
            {
                Thread.Sleep(1);
                continue;
            }

            turns++;
        }

        return available;
    }
}
