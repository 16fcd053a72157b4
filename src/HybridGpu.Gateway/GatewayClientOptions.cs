using HybridGpu.Domain;

namespace HybridGpu.Gateway;

/// <summary>A client that may log on.</summary>
/// <param name="CompId">Its CompID, up to 40 printable ASCII characters.</param>
/// <param name="Account">The account that it trades for.</param>
public sealed record GatewayClientOptions(string CompId, AccountId Account);
