using System;
using HybridGpu.Domain;

namespace HybridGpu.Simulation.Participants;

/// <summary>Who a simulated participant is and where its venue listens.</summary>
public sealed record ParticipantSettings
{
    /// <summary>Its CompID, for example MAKER1.</summary>
    public required string CompId { get; init; }

    /// <summary>Account it trades for.</summary>
    public required AccountId Account { get; init; }

    /// <summary>The venue's FIX port.</summary>
    public required int Port { get; init; }

    /// <summary>Where its FIX sequence numbers are kept across restarts. Quotes are logged too: some 300 KB/s at full
    /// rate.</summary>
    public required string StoreDirectory { get; init; }

    /// <summary>The venue's host.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The venue's CompID.</summary>
    public string TargetCompId { get; init; } = "HYBRIDGPU";

    /// <summary>What its random choices start from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
