using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Orders;

/// <summary>Which kill switches are engaged, and by whom.</summary>
/// <remarks>Bounded by sessions, firms and accounts.</remarks>
internal sealed class KillTable
{
    private readonly StateHashBox _hash;
    private readonly SortedDictionary<(KillScope Scope, uint Id), KillHolders> _holders = [];

    public KillTable(StateHashBox hash)
    {
        _hash = hash;
    }

    /// <summary>All that are engaged, in a fixed order.</summary>
    public IReadOnlyDictionary<(KillScope Scope, uint Id), KillHolders> All => _holders;

    /// <summary>May this session trade for this account? Hot path: one compare while nothing is engaged.</summary>
    public bool IsStopped(SessionId session, Account account) =>
        _holders.Count > 0
        && (_holders.ContainsKey((KillScope.Venue, 0))
            || _holders.ContainsKey((KillScope.Session, session.Value))
            || _holders.ContainsKey((KillScope.Account, account.Id.Value))
            || (account.Limits.Firm != 0 && _holders.ContainsKey((KillScope.Firm, account.Limits.Firm))));

    /// <summary>Engages or releases one holder's switch.</summary>
    public void Set(KillScope scope, uint id, KillHolders holder, bool engage)
    {
        KillHolders before = _holders.GetValueOrDefault((scope, id));
        KillHolders after = engage ? before | holder : before & ~holder;
        if (before != KillHolders.None)
        {
            _hash.Remove(StateDigest.OfKill(scope, id, before));
            _holders.Remove((scope, id));
        }

        if (after != KillHolders.None)
        {
            _holders.Add((scope, id), after);
            _hash.Add(StateDigest.OfKill(scope, id, after));
        }
    }

    /// <summary>All switches that are engaged.</summary>
    public void Pass(ref Image image)
    {
        int count = image.Count(_holders.Count, int.MaxValue);
        if (image.IsReading)
        {
            for (int i = 0; i < count; i++)
            {
                (KillScope Scope, uint Id) key = (image.Value(default(KillScope)), image.Value(0u));
                _holders.Add(key, image.Value(default(KillHolders)));
            }

            return;
        }

        foreach (((KillScope scope, uint id), KillHolders holders) in _holders)
        {
            image.Value(scope);
            image.Value(id);
            image.Value(holders);
        }
    }
}
