using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>Market-maker protection: fills of a quote group are counted over a rolling window; a limit that is passed
/// cancels the whole group in the same step and shuts it.</summary>
internal static class QuoteProtection
{
    private const int DeltaUp = 32;
    private const int DeltaDown = 26;
    private const int VegaUp = 28;
    private const int VegaDown = 30;

    /// <summary>Counts a fill; true when a limit has been passed.</summary>
    public static bool Count(
        Ledger ledger, QuoteGroup group, ListedInstrument instrument, ReadOnlySpan<int> cells, long signedLots)
    {
        long delta = cells.IsEmpty ? 0 : signedLots * ((long)cells[DeltaUp] - cells[DeltaDown]) / 2;
        long vega = cells.IsEmpty ? 0 : signedLots * ((long)cells[VegaUp] - cells[VegaDown]) / 2;
        // Large lots of something cheap come to more than a long: as much as it holds is past every limit there is.
        Int128 traded = (Int128)Math.Abs(signedLots) * instrument.Spec.LotSizeMicros;
        long quantity = (long)Int128.Min(traded, long.MaxValue);
        ledger.Hash.Remove(StateDigest.OfQuoteGroup(group));
        bool isPassed = group.Count(new QuoteGroup.Fill(ledger.NowNs, quantity, delta, vega));
        ledger.Hash.Add(StateDigest.OfQuoteGroup(group));
        return isPassed;
    }

    /// <summary>Cancels and shuts a group.</summary>
    public static void Trip(Ledger ledger, OpenOrders open, EventWriter events, Account account, ushort number)
    {
        QuoteGroup group = account.FindGroup(number)!;
        group.IsTripping = false;
        SessionId owner = SessionId.Venue;
        uint cancelled = 0;
        for (int i = account.FirstOrder; i != Position.None;)
        {
            OrderRef order = ledger.Orders[i];
            int next = order.AccountNext;
            if (order.QuoteGroup == number)
            {
                owner = order.Owner;
                open.Cancel(i, CancelCause.QuoteProtection, RejectCode.QuoteGroupShut);
                cancelled++;
            }

            i = next;
        }

        ledger.Hash.Remove(StateDigest.OfQuoteGroup(group));
        long freezeNs = group.Terms.FreezeNs;
        group.ShutUntilNs = freezeNs == 0 || freezeNs > long.MaxValue - ledger.NowNs
            ? long.MaxValue
            : ledger.NowNs + freezeNs;
        ref QuoteProtectionChanged tripped = ref events.Begin(EventKind.QuoteProtectionTripped).QuoteProtection;
        Describe(ref tripped, account, number, group);
        tripped.Owner = owner;
        tripped.Cancelled = cancelled;
        group.Clear();
        ledger.Hash.Add(StateDigest.OfQuoteGroup(group));
    }

    /// <summary>Sets the limits of a group. An open window is kept; a window of 0 takes the protection off and
    /// opens the group.</summary>
    public static void Set(Ledger ledger, EventWriter events, in CommandHeader header, in SetQuoteProtection terms)
    {
        RejectCode reject = CheckOwner(ledger, in header, terms.Account, terms.QuoteGroup);
        bool isSound = terms.WindowNs >= 0 && terms.FreezeNs >= 0 && terms.QuantityMaxMicros >= 0
            && terms.DeltaMaxMicros >= 0 && terms.VegaMaxMicros >= 0 && terms.TradesMax < QuoteGroup.FillsMax;
        if (reject == RejectCode.None && !isSound)
        {
            reject = RejectCode.BadTradingRules;
        }

        ref QuoteProtectionChanged changed = ref events.Begin(EventKind.QuoteProtectionSet).QuoteProtection;
        changed.Account = terms.Account;
        changed.QuoteGroup = terms.QuoteGroup;
        changed.Owner = header.Session;
        changed.Reason = reject;
        if (reject != RejectCode.None)
        {
            return;
        }

        Account account = ledger.Accounts.Get(terms.Account);
        QuoteGroup? known = account.FindGroup(terms.QuoteGroup);
        if (known is not null)
        {
            ledger.Hash.Remove(StateDigest.OfQuoteGroup(known));
        }

        QuoteGroup group = account.GroupFor(terms.QuoteGroup);
        group.Terms = terms;
        if (terms.WindowNs == 0)
        {
            group.Clear();
            group.ShutUntilNs = 0;
        }

        ledger.Hash.Add(StateDigest.OfQuoteGroup(group));
    }

    /// <summary>Opens a group that has tripped, with an empty window.</summary>
    public static void Reset(Ledger ledger, EventWriter events, in CommandHeader header, in ResetQuoteProtection reset)
    {
        RejectCode reject = CheckOwner(ledger, in header, reset.Account, reset.QuoteGroup);
        QuoteGroup? group = reject == RejectCode.None
            ? ledger.Accounts.Get(reset.Account).FindGroup(reset.QuoteGroup)
            : null;
        if (reject == RejectCode.None && group is null)
        {
            reject = RejectCode.UnknownQuoteGroup;
        }

        if (group is not null)
        {
            ledger.Hash.Remove(StateDigest.OfQuoteGroup(group));
            group.Clear();
            group.ShutUntilNs = 0;
            ledger.Hash.Add(StateDigest.OfQuoteGroup(group));
        }

        ref QuoteProtectionChanged changed = ref events.Begin(EventKind.QuoteProtectionReset).QuoteProtection;
        changed.Account = reset.Account;
        changed.QuoteGroup = reset.QuoteGroup;
        changed.Owner = header.Session;
        changed.Reason = reject;
    }

    private static RejectCode CheckOwner(Ledger ledger, in CommandHeader header, AccountId id, ushort group)
    {
        if (ledger.Accounts.Find(id) is null || id.IsReserved)
        {
            return RejectCode.UnknownAccount;
        }

        if (header.Session != SessionId.Venue && ledger.Sessions[header.Session].Account != id)
        {
            return RejectCode.NotAuthorised;
        }

        return group is < 1 or > SetQuoteProtection.QuoteGroupMax ? RejectCode.UnknownQuoteGroup : RejectCode.None;
    }

    private static void Describe(
        ref QuoteProtectionChanged changed, Account account, ushort number, QuoteGroup group)
    {
        changed.Account = account.Id;
        changed.QuoteGroup = number;
        changed.Trades = (uint)group.FillCount;
        changed.QuantityMicros = Saturated(group.QuantityMicros);
        changed.DeltaMicros = Saturated(group.DeltaMicros);
        changed.VegaMicros = Saturated(group.VegaMicros);
        changed.ShutUntilNs = group.ShutUntilNs;
    }
    /// <summary>What the event has room for.</summary>
    private static long Saturated(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);
}
