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
    private const int SpinTurns = 20;

    // Each look takes the cursor's line from the producer, who waits to get it back. Latency doesn't matter here, so
    // it looks every microsecond or so: batches get larger and a stream of single events several times faster.
    private const int SpinIterations = 32;
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
