namespace HybridGpu.Sequencing;

/// <summary>What becomes of a consumer whose handler throws. In both cases the fault is reported.</summary>
public enum ExceptionPolicy
{
    /// <summary>
    /// The consumer stops before the event, and the whole pipeline halts: nothing behind it sees that event. The only
    /// right choice for whoever holds state.
    /// </summary>
    Halt,

    /// <summary>
    /// The event counts as handled and the consumer goes on. If it was the last of its batch there is no other
    /// endOfBatch for that batch, so handlers that flush there must do so before they throw.
    /// </summary>
    Skip,
}
