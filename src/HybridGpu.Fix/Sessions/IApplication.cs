using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Sessions;

/// <summary>What runs on top of sessions.</summary>
/// <remarks>
/// Callbacks of one session come one at a time, from its owner (the thread that received, or the timer). They hold
/// the session's inbound lock and never its outbound lock, so an application that waits here (its queue is full)
/// cannot block a thread that sends. A callback must not throw: the engine disconnects the session if one does, with
/// the exception in <see cref="OnLogout"/>'s reason, and the message counts as not processed.
/// </remarks>
public interface IApplication
{
    /// <summary>
    /// Decides on a Logon that passed the session's own checks; 553, 554, 95 and 96 are in the message.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="logon">The Logon, valid during the call.</param>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon);

    /// <summary>A Logon that <see cref="OnLogonRequest"/> accepted has the right number too: the answer leaves next,
    /// and this is the last chance to refuse it. What must hold from the Logon on is done here.</summary>
    /// <param name="session">The session.</param>
    /// <param name="logon">The Logon, valid during the call.</param>
    public LogonDecision OnLogonAccepting(Session session, FixMessage logon) => LogonDecision.Accept;

    /// <summary>An initiator's Logon is about to leave: add credentials (553, 554, 95, 96) here.</summary>
    /// <remarks>The only callback under the outbound lock: write fields, do nothing else.</remarks>
    /// <param name="session">The session.</param>
    /// <param name="logon">Positioned after 98, 108 and 141.</param>
    public void OnLogonSending(Session session, FixMessageWriter logon)
    {
    }

    /// <summary>Both sides are logged on; sending is live from here.</summary>
    /// <param name="session">The session.</param>
    public void OnLogon(Session session);

    /// <summary>The session was logged on and is no more, for whatever reason. Comes once per logon.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">Why, for people.</param>
    public void OnLogout(Session session, string reason);

    /// <summary>
    /// An application message, in sequence, validated. Hot path: no allocation in the engine.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="message">The message, valid during the call.</param>
    /// <param name="msgSeqNum">MsgSeqNum(34).</param>
    /// <param name="possDup">PossDupFlag(43): sent again. Its number was not seen before, so it is new to the
    /// session.</param>
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup);

    /// <summary>The peer rejected one of our messages (Reject, 35=3).</summary>
    /// <param name="session">The session.</param>
    /// <param name="reject">The Reject, valid during the call.</param>
    public void OnReject(Session session, FixMessage reject);
}
