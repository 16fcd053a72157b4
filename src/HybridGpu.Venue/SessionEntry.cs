using HybridGpu.Domain;

namespace HybridGpu.Venue;

/// <summary>A registered session as the read side knows it.</summary>
/// <param name="Session">Its number.</param>
/// <param name="Account">The account that it trades for.</param>
public readonly record struct SessionEntry(SessionId Session, AccountId Account);
