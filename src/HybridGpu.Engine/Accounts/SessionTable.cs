using System.Collections.Generic;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Accounts;

/// <summary>Registered sessions: whose they are, and the last message applied from each.</summary>
/// <remarks>The message number makes commands apply once: after a crash a client resends what it can't know to have
/// arrived, and what the journal already holds is refused as a duplicate.</remarks>
internal sealed class SessionTable
{
    private readonly StateHashBox _hash;
    private readonly List<Session> _sessions = [default];
    private readonly Dictionary<Text40, SessionId> _byCompId = [];

    public SessionTable(StateHashBox hash)
    {
        _hash = hash;
    }

    public int Count => _sessions.Count - 1;

    public bool TryFind(Text40 compId, out SessionId session) => _byCompId.TryGetValue(compId, out session);

    public bool Contains(SessionId session) => session.Value >= 1 && session.Value <= (uint)Count;

    public Session this[SessionId session] => _sessions[(int)session.Value];

    public SessionId Register(Text40 compId, AccountId account)
    {
        var session = new SessionId((uint)_sessions.Count);
        var entry = new Session { CompId = compId, Account = account };
        _sessions.Add(entry);
        _byCompId.Add(compId, session);
        _hash.Add(StateDigest.OfSession(session, in entry));
        return session;
    }

    /// <summary>Notes a message number; false when it, or a later one, was noted before. Hot path.</summary>
    public bool TryAdvance(SessionId id, ulong msgSeqNum)
    {
        ref Session session = ref CollectionsMarshal.AsSpan(_sessions)[(int)id.Value];
        if (msgSeqNum <= session.LastMsgSeqNum)
        {
            return false;
        }

        Set(ref session, id, msgSeqNum);
        return true;
    }

    /// <summary>Both sides count from 1 again.</summary>
    public void Reset(SessionId id) => Set(ref CollectionsMarshal.AsSpan(_sessions)[(int)id.Value], id, 0);

    private void Set(ref Session session, SessionId id, ulong msgSeqNum)
    {
        _hash.Remove(StateDigest.OfSession(id, in session));
        session.LastMsgSeqNum = msgSeqNum;
        _hash.Add(StateDigest.OfSession(id, in session));
    }

    /// <summary>All sessions in the order of their numbers.</summary>
    public void Pass(ref Image image)
    {
        int count = image.Count(Count, (int)SessionId.Capacity);
        for (int i = 1; i <= count; i++)
        {
            Session session = image.Value(i < _sessions.Count ? _sessions[i] : default);
            if (image.IsReading)
            {
                _sessions.Add(session);
                _byCompId.Add(session.CompId, new SessionId((uint)i));
            }
        }
    }
}
