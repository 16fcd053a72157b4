namespace HybridGpu.Ethereum.Logs;

/// <summary>What happened to a log.</summary>
public enum LogEventKind
{
    /// <summary>Its block is as deep as asked: it may be acted on.</summary>
    Final,

    /// <summary>It was final, and its block is no longer part of the chain: what was done for it must be undone.
    /// </summary>
    Reverted,
}
