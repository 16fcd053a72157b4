using System.Collections.Generic;

namespace HybridGpu.Ethereum.Logs;

/// <summary>What one look found.</summary>
/// <param name="Status">How the follower stands to its chain.</param>
/// <param name="Events">Reverted ones, newest first, before final ones, oldest first.</param>
/// <param name="Cursor">Store it together with the effect of the events: what is read again after it was stored
/// before is the same.</param>
public sealed record LogPoll(LogFollowerStatus Status, IReadOnlyList<LogEvent> Events, LogCursor Cursor);
