using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>Waits by spinning: the lowest latency, at the price of a whole core.</summary>
/// <remarks>
/// Only where the core is reserved for this thread. Never with as many threads as cores: it starves what it waits for.
/// </remarks>
public readonly struct BusySpinWait : IWaitStrategy
{
    /// <inheritdoc/>
    public long WaitFor(long sequence, SequenceBarrier barrier)
    {
        long available;
        while ((available = barrier.Poll(sequence)) < sequence && !barrier.IsAlerted)
        {
            Thread.SpinWait(1);
        }

        return available;
    }
}
