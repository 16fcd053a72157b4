using System.Threading;

namespace HybridGpu.Fix.Sessions;

/// <summary>Counters of a session since the process started.</summary>
/// <remarks>Thread: written by the session, read by any; each number is consistent, all together are not.</remarks>
public sealed class SessionStatistics
{
    private long _messagesIn;
    private long _messagesOut;
    private long _garbled;
    private long _duplicates;
    private long _rejectsSent;
    private long _rejectsReceived;
    private long _resent;
    private long _earlyDropped;
    private long _tooSlow;

    /// <summary>Messages processed in sequence.</summary>
    public long MessagesIn => Interlocked.Read(ref _messagesIn);

    /// <summary>New messages numbered and stored.</summary>
    public long MessagesOut => Interlocked.Read(ref _messagesOut);

    /// <summary>
    /// Messages ignored because their first three fields were not 8, 9, 35 or they had too many fields.
    /// </summary>
    public long Garbled => Interlocked.Read(ref _garbled);

    /// <summary>PossDup messages whose number had been processed before.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Reject (35=3) and BusinessMessageReject (35=j) sent by the session itself.</summary>
    public long RejectsSent => Interlocked.Read(ref _rejectsSent);

    /// <summary>Reject (35=3) received.</summary>
    public long RejectsReceived => Interlocked.Read(ref _rejectsReceived);

    /// <summary>Messages sent again on request.</summary>
    public long Resent => Interlocked.Read(ref _resent);

    /// <summary>Messages that came too early and found the queue full; they are asked for again.</summary>
    public long EarlyDropped => Interlocked.Read(ref _earlyDropped);

    /// <summary>How often the peer was disconnected because it read too slowly.</summary>
    public long TooSlow => Interlocked.Read(ref _tooSlow);

    internal void AddMessageIn() => _messagesIn++;

    internal void AddMessageOut() => _messagesOut++;

    internal void AddGarbled() => _garbled++;

    internal void AddDuplicate() => _duplicates++;

    internal void AddRejectSent() => _rejectsSent++;

    internal void AddRejectReceived() => _rejectsReceived++;

    internal void AddResent() => _resent++;

    internal void AddEarlyDropped() => _earlyDropped++;

    internal void AddTooSlow() => _tooSlow++;
}
