using HybridGpu.Ethereum.JsonRpc;

namespace HybridGpu.Ethereum.Logs;

/// <summary>A log that became final, or was reverted.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="Log">The log. Chain, block hash and log index identify it: apply each once.</param>
public sealed record LogEvent(ulong ChainId, LogEventKind Kind, LogEntry Log);
