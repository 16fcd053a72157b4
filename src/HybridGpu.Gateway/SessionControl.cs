using System.Collections.Generic;
using System.Threading;

namespace HybridGpu.Gateway;

/// <summary>What an operator may do with sessions while the venue runs.</summary>
/// <remarks>Thread: any; one command at a time.</remarks>
public sealed class SessionControl
{
    /// <summary>Most characters of a reason.</summary>
    public const int ReasonLengthMax = 80;

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<GatewayClient> _clients;
    private readonly SessionStops _stops;

    internal SessionControl(IReadOnlyList<GatewayClient> clients, SessionStops stops)
    {
        _clients = clients;
        _stops = stops;
    }

    /// <summary>All sessions that are configured, in their order.</summary>
    public IReadOnlyList<SessionStatus> List()
    {
        var all = new List<SessionStatus>();
        foreach (GatewayClient client in _clients)
        {
            all.Add(new SessionStatus(
                client.CompId.ToString(),
                client.Account,
                client.Session.State,
                client.Session.Statistics.MessagesIn,
                client.Session.Statistics.MessagesOut,
                client.Session.PendingSendBytes,
                client.StopReason,
                client.Session.StoreFault));
        }

        return all;
    }

    /// <summary>Stops a session: its orders and quotes are cancelled, it is logged out, and it can't log on until <see
    /// cref="Allow"/>, also after a restart.</summary>
    /// <param name="compId">The client's CompID.</param>
    /// <param name="reason">What the client is told: 1 to <see cref="ReasonLengthMax"/> printable ASCII
    /// characters.</param>
    /// <returns>Empty, or what is wrong.</returns>
    public string Kill(string compId, string reason)
    {
        bool isText = reason.Length is > 0 and <= ReasonLengthMax;
        foreach (char character in reason)
        {
            isText &= character is >= ' ' and <= '~';
        }

        if (!isText)
        {
            return $"the reason must have 1 to {ReasonLengthMax} printable ASCII characters";
        }

        lock (_lock)
        {
            return Find(compId) is { } client ? _stops.Stop(client, reason) : Unknown(compId);
        }
    }

    /// <summary>Lets a session that was stopped log on again.</summary>
    /// <param name="compId">The client's CompID.</param>
    /// <returns>Empty, or what is wrong.</returns>
    public string Allow(string compId)
    {
        lock (_lock)
        {
            return Find(compId) switch
            {
                null => Unknown(compId),
                { StopReason: null } => $"{compId} is not stopped",
                { } client => _stops.Allow(client),
            };
        }
    }

    private static string Unknown(string compId) => $"there is no session {compId}";

    private GatewayClient? Find(string compId)
    {
        foreach (GatewayClient client in _clients)
        {
            if (client.CompId.ToString() == compId)
            {
                return client;
            }
        }

        return null;
    }
}
