using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Lifecycle;

namespace HybridGpu.Engine.Combos;

/// <summary>Room for combos in their legs: who must give way to a new one (ADR 21).</summary>
/// <remarks>A leg has a bound on combos, and an account one on those that it has defined. At the account's its own
/// combo goes that has lain idle longest, at the leg's anybody's; where none is idle nothing goes. Cost: at most legs x
/// combos of a leg x legs compares, for a listing only.</remarks>
internal sealed class ComboRoom
{
    /// <summary>Most combos with one leg: bounds what a resting order in the leg can set in motion.</summary>
    public const int CombosOfLegMax = 64;

    /// <summary>Most of them that one account has defined.</summary>
    public const int CombosOfAccountMax = CombosOfLegMax / 4;

    private readonly Ledger _ledger;
    private readonly LifecycleFlow _lifecycle;
    private readonly List<ListedInstrument> _leaving = [];

    public ComboRoom(Ledger ledger, LifecycleFlow lifecycle)
    {
        _ledger = ledger;
        _lifecycle = lifecycle;
    }

    /// <summary>Finds who must go before a combo of these legs can come.</summary>
    /// <param name="legs">Listed instruments.</param>
    /// <param name="lister">Account that defines it; 0 for the venue, which has no bound of its own.</param>
    /// <returns>False when some leg has no room and none can be made. Nothing has changed yet in either case.</returns>
    public bool TryFind(ReadOnlySpan<ComboLeg> legs, AccountId lister)
    {
        _leaving.Clear();
        foreach (ComboLeg named in legs)
        {
            ListedInstrument leg = _ledger.Instruments[named.Instrument];
            int all = 0;
            int own = 0;
            foreach (ListedInstrument combo in leg.CombosWithIt)
            {
                if (!_leaving.Contains(combo))
                {
                    all++;
                    own += combo.Use is { } use && use.Lister == lister ? 1 : 0;
                }
            }

            bool isShareFull = lister.Value != 0 && own >= CombosOfAccountMax;
            if (!isShareFull && all < CombosOfLegMax)
            {
                continue;
            }

            if (LongestIdle(leg, isShareFull ? lister : null) is not { } idle)
            {
                return false;
            }

            _leaving.Add(idle);
        }

        return true;
    }

    /// <summary>Takes off the list what <see cref="TryFind"/> found.</summary>
    public void Make()
    {
        foreach (ListedInstrument combo in _leaving)
        {
            _lifecycle.Retire(combo);
        }

        _leaving.Clear();
    }

    /// <summary>The first by time, then by number, in which no request for quotes is open; else of those in which one
    /// is, as a request costs nothing and must not hold a place for good. Combos of a leg are in the order of their
    /// numbers.</summary>
    private ListedInstrument? LongestIdle(ListedInstrument leg, AccountId? of)
    {
        ListedInstrument? longest = null;
        foreach (ListedInstrument combo in leg.CombosWithIt)
        {
            bool isMeant = combo.Use is { } use && (of is null || use.Lister == of) && combo.IsIdle
                && !_leaving.Contains(combo);
            if (isMeant && (longest is null || GoesBefore(combo, longest)))
            {
                longest = combo;
            }
        }

        return longest;
    }

    private static bool GoesBefore(ListedInstrument combo, ListedInstrument other) =>
        combo.RequestCount > 0 == other.RequestCount > 0
            ? combo.Use!.UsedNs < other.Use!.UsedNs
            : combo.RequestCount == 0;
}
