namespace HybridGpu.Persistence;

/// <summary>What a commit waits for.</summary>
public enum Durability
{
    /// <summary>For fdatasync: what was committed survives a power cut.</summary>
    Sync = 0,

    /// <summary>For the write only: what was committed survives the process, and a power cut once
    /// <see cref="JournalWriter.DurableSequence"/> has passed it.</summary>
    Async = 1,
}
