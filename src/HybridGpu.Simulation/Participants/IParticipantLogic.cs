using HybridGpu.Fix.Codec;

namespace HybridGpu.Simulation.Participants;

/// <summary>What a participant does with its session. Calls never overlap; they must not block.</summary>
internal interface IParticipantLogic
{
    /// <summary>The session is logged on: what was true of the venue before may not be any more.</summary>
    public void OnLogon(long nowNs);

    /// <summary>Time to act; only while logged on.</summary>
    public void OnCycle(long nowNs);

    /// <summary>The last act before logging out.</summary>
    public void OnStopping(long nowNs);

    /// <summary>A message from the venue, valid during the call.</summary>
    public void OnMessage(FixMessage message, long nowNs);
}
