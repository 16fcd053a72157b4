using System;

namespace HybridGpu.Fix.Store;

/// <summary>A session's memory: what was sent, and which numbers come next.</summary>
/// <remarks>
/// Outbound members are called under the session's outbound lock; <see cref="NextTargetMsgSeqNum"/> and
/// <see cref="LastInboundCommandSeqNum"/> by the session's inbound owner. Errors: I/O failures throw
/// <see cref="System.IO.IOException"/>, on which the session stops sending.
/// </remarks>
public interface IMessageStore : IDisposable
{
    /// <summary>
    /// The number of the next message we send; derived from what was appended, so it survives a kill.
    /// </summary>
    public long NextSenderMsgSeqNum { get; }

    /// <summary>
    /// The lowest outbound number that may still be there: whoever sends again need not ask for those below it.
    /// </summary>
    public long OldestMsgSeqNum { get; }

    /// <summary>The number expected next from the peer. Durable when set.</summary>
    public long NextTargetMsgSeqNum { get; set; }

    /// <summary>The highest inbound number whose command the application has made its own. Durable when set.</summary>
    public long LastInboundCommandSeqNum { get; set; }

    /// <summary>When the current sequences began, ns since the Unix epoch.</summary>
    public long CreationTimeNs { get; }

    /// <summary>
    /// The highest cookie ever appended, 0 if none: what a restarted venue has already told this peer.
    /// </summary>
    public ulong HighestCookie { get; }

    /// <summary>Appends an outbound message as number <see cref="NextSenderMsgSeqNum"/>. Hot path.</summary>
    /// <param name="info">What the store keeps beside the bytes; its number must be the next.</param>
    /// <param name="message">The whole message.</param>
    public void Append(in StoredMessageInfo info, ReadOnlySpan<byte> message);

    /// <summary>Keeps an inbound message for audit. May be ignored by stores that keep nothing.</summary>
    /// <param name="msgSeqNum">Its number.</param>
    /// <param name="receivedNs">When it came.</param>
    /// <param name="message">The whole message.</param>
    public void AppendInbound(long msgSeqNum, long receivedNs, ReadOnlySpan<byte> message);

    /// <summary>Gets an outbound message back.</summary>
    /// <param name="msgSeqNum">Its number.</param>
    /// <param name="buffer">Grown if it is too small.</param>
    /// <param name="info">What was kept beside it.</param>
    /// <returns>False when it is not there (any more): it is gap-filled.</returns>
    public bool TryRead(long msgSeqNum, ref byte[] buffer, out StoredMessageInfo info);

    /// <summary>Hands everything appended to the operating system. Called before bytes go to the socket.</summary>
    public void Flush();

    /// <summary>Starts both sequences at 1. What was sent before stays for audit.</summary>
    /// <param name="nowNs">The new creation time.</param>
    public void Reset(long nowNs);

    /// <summary>Sets the next outbound number, by an operator's decision only.</summary>
    /// <param name="msgSeqNum">At least the present one.</param>
    public void SetNextSenderMsgSeqNum(long msgSeqNum);
}
