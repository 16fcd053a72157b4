using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Sequencing;

/// <summary>What a consumer does with the events of a ring.</summary>
/// <remarks>
/// Called on the consumer's own thread only. The reference is good during the call: a consumer may write into the slot
/// for those behind it, but must not keep the reference.
/// </remarks>
/// <typeparam name="T">The event.</typeparam>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "LMAX's own name.")]
public interface IEventHandler<T>
    where T : struct
{
    /// <summary>Hot path: handles one event.</summary>
    /// <param name="data">The slot.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="endOfBatch">
    /// Whether this is the last event available for now: the moment to flush. Those behind see progress after it.
    /// </param>
    public void OnEvent(ref T data, long sequence, bool endOfBatch);
}
