using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Sessions;
using SessionId = HybridGpu.Domain.SessionId;

namespace HybridGpu.Gateway;

/// <summary>Who hears of events: the gateway's clients by the engine's session numbers.</summary>
/// <remarks>Thread: clients are added before the venue opens; bindings and reports are the egress's; the list and
/// <see cref="Tell"/> are for any.</remarks>
internal sealed class BoundClients
{
    private readonly Dictionary<Text40, GatewayClient> _byCompId = [];
    private readonly List<GatewayClient?> _bySession = [null];
    private readonly List<GatewayClient> _all = [];
    private readonly List<GatewayClient> _dropCopies = [];
    private long _reportCount;

    /// <summary>Everyone, in the order in which they were added.</summary>
    public IReadOnlyList<GatewayClient> All => _all;

    /// <summary>Those who get copies.</summary>
    public IReadOnlyList<GatewayClient> DropCopies => _dropCopies;

    /// <summary>Reports sent or stored since the start. Any thread.</summary>
    public long ReportCount => Volatile.Read(ref _reportCount);

    /// <summary>Makes a client known before the venue opens, so that replayed events find it.</summary>
    public void Add(GatewayClient client)
    {
        _byCompId.Add(client.CompId, client);
        _all.Add(client);
        if (client.IsDropCopy)
        {
            _dropCopies.Add(client);
        }
    }

    /// <summary>Gives a client the number that the engine has for it.</summary>
    public void Bind(in SessionChanged session)
    {
        while (_bySession.Count <= session.Session.Value)
        {
            _bySession.Add(null);
        }

        if (_byCompId.TryGetValue(session.CompId, out GatewayClient? client))
        {
            client.Id = session.Session;
            _bySession[(int)session.Session.Value] = client;
        }
    }

    /// <summary>The client of a session; null when it isn't this gateway's.</summary>
    public GatewayClient? Find(SessionId session) =>
        session.Value < (uint)_bySession.Count ? _bySession[(int)session.Value] : null;

    /// <summary>The client of a session, if it hasn't had the report of a cookie yet.</summary>
    public bool IsNews(SessionId session, ulong cookie, out GatewayClient client)
    {
        client = Find(session)!;
        return client is not null && cookie > client.Session.HighestCookie;
    }

    /// <summary>Sends a report that must arrive, now or when the client is back.</summary>
    public void Report(GatewayClient client, FixMessageWriter writer, ulong cookie)
    {
        client.Session.Send(writer, cookie);
        Volatile.Write(ref _reportCount, _reportCount + 1);
    }

    /// <summary>Sends what is worth nothing to a client that isn't logged on. No report, so not counted as
    /// one.</summary>
    public static void Tell(GatewayClient client, FixMessageWriter writer) =>
        client.Session.Send(writer, 0, SendMode.OnlyWhenLoggedOn);
}
