namespace HybridGpu.Sequencing;

/// <summary>How a consumer waits for its next event; a struct, so that the JIT compiles it into the loop.</summary>
public interface IWaitStrategy
{
    /// <summary>Waits until a sequence may be read or the barrier is alerted.</summary>
    /// <param name="sequence">The next sequence the consumer wants.</param>
    /// <param name="barrier">What to wait behind.</param>
    /// <returns>The highest sequence that may be read; less than wanted only when alerted.</returns>
    public long WaitFor(long sequence, SequenceBarrier barrier);
}
