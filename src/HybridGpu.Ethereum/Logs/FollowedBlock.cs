using System.Collections.Generic;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Logs;

/// <summary>A final block that a cursor remembers, with the logs that were reported of it.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Logs">The logs.</param>
public sealed record FollowedBlock(ulong Number, Hash32 Hash, IReadOnlyList<LogEntry> Logs);
