using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Spins a little, then sleeps until somebody makes progress: no core used while idle.</summary>
/// <remarks>
/// The default where threads may outnumber cores. Falling asleep costs the consumer a
/// process-wide barrier, waking it costs the publisher a lock; a publication while nobody sleeps costs neither.
/// </remarks>
public readonly struct BlockingWait : IWaitStrategy
{
    private const int SpinTurns = 100;

    // Looking less often leaves the cursor's line with the producer: for some tens of nanoseconds more latency the
    // batches get larger and the throughput several times higher.
    private const int SpinIterations = 4;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        for (int turn = 0; turn < SpinTurns; turn++)
        {
            long available = barrier.Poll(sequence);
            if (available >= sequence || barrier.IsAlerted)
            {
                return available;
            }

            Thread.SpinWait(SpinIterations);
        }

        return barrier.Park(sequence);
    }
}
