using HybridGpu.Domain;
using HybridGpu.Fix.Sessions;

namespace HybridGpu.Gateway;

/// <summary>How a session stands.</summary>
/// <param name="CompId">The client's CompID.</param>
/// <param name="Account">Its account.</param>
/// <param name="State">Where it stands.</param>
/// <param name="MessagesIn">Messages received since the start.</param>
/// <param name="MessagesOut">Messages sent since the start.</param>
/// <param name="QueuedBytes">Bytes that wait for its socket.</param>
/// <param name="StopReason">Why an operator has stopped it; null while it may log on.</param>
/// <param name="StoreFault">Why its message store can't be used until a restart; null while it can.</param>
public sealed record SessionStatus(
    string CompId,
    AccountId Account,
    SessionState State,
    long MessagesIn,
    long MessagesOut,
    int QueuedBytes,
    string? StopReason,
    string? StoreFault);
