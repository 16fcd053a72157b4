using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Spins a little, then gives the core to whoever else can run: low latency without starving others.</summary>
/// <remarks>
/// Uses a whole core when nobody else wants it. Wakes within about a microsecond when there is a core to run on.
/// </remarks>
public readonly struct YieldingWait : IWaitStrategy
{
    private const int SpinTurns = 100;

    // Looking less often leaves the cursor's line with the producer: for some tens of nanoseconds more latency the
    // batches get larger and the throughput several times higher.
    private const int SpinIterations = 4;

    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        int turns = 0;
        long available;
        while ((available = barrier.Poll(sequence)) < sequence && !barrier.IsAlerted)
        {
            if (turns < SpinTurns)
            {
                turns++;
                Thread.SpinWait(SpinIterations);
            }
            else
            {
                Thread.Yield();
            }
        }

        return available;
    }
}
