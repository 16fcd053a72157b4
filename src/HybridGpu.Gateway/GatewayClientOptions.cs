using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway;

/// <summary>A client that may log on.</summary>
/// <param name="CompId">Its CompID, up to 40 printable ASCII characters.</param>
/// <param name="Account">The account that it trades for.</param>
public sealed record GatewayClientOptions(string CompId, AccountId Account)
{
    /// <summary>Keys one of which must sign its Logon; without any it is a plain session, served on loopback
    /// only.</summary>
    public IReadOnlyList<LogonKey> Keys { get; init; } = [];

    /// <summary>Keys one of which must sign its orders and quotes; without any its account delegates signing. Sessions
    /// of one account that may order or quote have some, or none has.</summary>
    public IReadOnlyList<OrderKey> OrderKeys { get; init; } = [];

    /// <summary>What it may send.</summary>
    public SessionPermissions Permissions { get; init; } = SessionPermissions.All;

    /// <summary>Whether it gets a copy of every execution report of its account, whichever session the order came from:
    /// a drop copy. It may then neither order nor quote.</summary>
    public bool IsDropCopy { get; init; }

    /// <summary>How much of it.</summary>
    public MessageLimits Limits { get; init; } = new();
}
