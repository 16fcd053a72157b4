using HybridGpu.Domain;

namespace HybridGpu.Host.Bench;

/// <summary>Where a recording ends, to which every replay of it must come.</summary>
/// <param name="Commands">Commands in the journal.</param>
/// <param name="Events">Events that they made.</param>
/// <param name="StateHash">Hash of the state after the last command.</param>
internal sealed record ReplayRecording(ulong Commands, ulong Events, StateHash StateHash);
