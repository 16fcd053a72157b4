using System;

namespace HybridGpu.Sequencing;

/// <summary>The loop of one consumer, to be run on a thread of its own.</summary>
public interface IEventProcessor
{
    /// <summary>The consumer's name, in faults and as the thread's name.</summary>
    public string Name { get; }

    /// <summary>The last event the consumer has passed.</summary>
    public Sequence Sequence { get; }

    /// <summary>Whether <see cref="Run"/> is under way.</summary>
    public bool IsRunning { get; }

    /// <summary>Events skipped because their handler threw under <see cref="ExceptionPolicy.Skip"/>.</summary>
    public long SkippedCount { get; }

    /// <summary>The fault that stopped the consumer; null if none did.</summary>
    public HandlerFault? Fault { get; }

    /// <summary>Handles events until halted; returns then. Once only.</summary>
    /// <exception cref="InvalidOperationException">It was run before.</exception>
    public void Run();

    /// <summary>Makes <see cref="Run"/> return after the batch in hand, at once if it waits. For good.</summary>
    public void Halt();
}
