using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>Mass quotes: an account's two-sided quotes in many instruments, replaced in one step.</summary>
/// <remarks>
/// Per entry: a side that stays as it is keeps its place and makes no event; a side at its old price with less quantity
/// keeps its priority; anything else is cancelled and entered anew, and may trade on arrival at its limit. An entry
/// that is refused takes the old quote in that instrument with it: a maker who wanted to move never keeps a stale
/// price.
/// </remarks>
internal sealed class QuoteFlow
{
    private readonly Ledger _ledger;
    private readonly OpenOrders _open;
    private readonly OrderChecks _checks;
    private readonly OrderEntry _entry;
    private readonly Aftermath _aftermath;
    private readonly EventWriter _events;

    public QuoteFlow(
        Ledger ledger, OpenOrders open, OrderChecks checks, OrderEntry entry, Aftermath aftermath, EventWriter events)
    {
        _ledger = ledger;
        _open = open;
        _checks = checks;
        _entry = entry;
        _aftermath = aftermath;
        _events = events;
    }

    /// <summary>Applies a mass quote.</summary>
    public void Apply(in CommandHeader header, in MassQuote quote, ReadOnlySpan<byte> payload)
    {
        RejectCode reject = Check(in header, in quote, payload.Length);
        uint accepted = 0;
        if (reject == RejectCode.None)
        {
            Account account = _ledger.Accounts.Get(quote.Account);
            UseVersion(account, in quote);
            ReadOnlySpan<QuoteEntry> entries = MemoryMarshal.Cast<byte, QuoteEntry>(payload);
            FetchOld(account, entries);
            foreach (ref readonly QuoteEntry entry in entries)
            {
                RejectCode entryReject = ApplyEntry(in header, in quote, account, in entry);
                _aftermath.CancelTripped();
                if (entryReject == RejectCode.None)
                {
                    accepted++;
                    continue;
                }

                ref QuoteResult refused = ref _events.Begin(EventKind.QuoteEntryRejected).Quote;
                refused.QuoteId = quote.QuoteId;
                refused.Entry = entry;
                refused.Account = quote.Account;
                refused.Owner = header.Session;
                refused.Reason = entryReject;
            }
        }

        ref QuoteResult done = ref _events.Begin(EventKind.MassQuoteDone).Quote;
        done.QuoteId = quote.QuoteId;
        done.Account = quote.Account;
        done.Owner = header.Session;
        done.Accepted = accepted;
        done.Rejected = quote.EntryCount - accepted;
        done.Reason = reject;
    }

    /// <summary>Looks for the old quotes of all entries before the first is replaced: these searches wait for memory
    /// together, where later ones would wait one after the other. Changes nothing.</summary>
    private void FetchOld(Account account, ReadOnlySpan<QuoteEntry> entries)
    {
        foreach (ref readonly QuoteEntry entry in entries)
        {
            int index = _ledger.Positions.Find(account.Id, entry.Instrument);
            if (index != Position.None)
            {
                ref Position position = ref _ledger.Positions[index];
                _ledger.Orders.PrefetchWhole(position.BidQuote);
                _ledger.Orders.PrefetchWhole(position.AskQuote);
            }
        }
    }

    private RejectCode Check(in CommandHeader header, in MassQuote quote, int payloadLength)
    {
        if (quote.EntryCount > MassQuote.EntryCountMax || payloadLength != quote.EntryCount * QuoteEntry.WireSize)
        {
            return RejectCode.MalformedPayload;
        }

        RejectCode reject = _checks.CheckSender(header.Session, quote.Account);
        if (reject == RejectCode.None && quote.Version != 0)
        {
            reject = CheckSigned(in quote);
        }

        return reject == RejectCode.None && quote.QuoteGroup != 0
            && _checks.CheckGroup(_ledger.Accounts.Get(quote.Account), quote.QuoteGroup)
                == RejectCode.UnknownQuoteGroup
            ? RejectCode.UnknownQuoteGroup
            : reject;
    }

    /// <summary>A signed message counts once, and until its end: whoever sends it again must not bring old prices
    /// back.</summary>
    private RejectCode CheckSigned(in MassQuote quote)
    {
        if (quote.Version <= _ledger.Accounts.Get(quote.Account).QuoteVersion)
        {
            return RejectCode.StaleNonce;
        }

        return quote.ExpiryNs <= _ledger.NowNs ? RejectCode.OrderExpired : RejectCode.None;
    }

    private void UseVersion(Account account, in MassQuote quote)
    {
        if (quote.Version == 0)
        {
            return;
        }

        if (account.QuoteVersion != 0)
        {
            _ledger.Hash.Remove(StateDigest.OfQuoteVersion(account.Id, account.QuoteVersion));
        }

        account.QuoteVersion = quote.Version;
        _ledger.Hash.Add(StateDigest.OfQuoteVersion(account.Id, quote.Version));
    }

    private static long EndOf(in MassQuote quote) => quote.Version == 0 ? long.MaxValue : quote.ExpiryNs;

    private RejectCode ApplyEntry(in CommandHeader header, in MassQuote quote, Account account, in QuoteEntry entry)
    {
        ListedInstrument? instrument = _ledger.Instruments.Find(entry.Instrument);
        RejectCode reject = CheckEntry(instrument, account, quote.QuoteGroup, in entry);
        if (instrument is null)
        {
            return reject;
        }

        // Only what may enter takes room in the table of positions.
        bool enters = reject == RejectCode.None && (entry.BidLots > 0 || entry.AskLots > 0);
        if (!enters && _ledger.Positions.Find(account.Id, entry.Instrument) == Position.None)
        {
            return reject;
        }

        // Held for as long as sides come and go, so that a quote that is replaced doesn't lose its place in the table.
        RejectCode room = _ledger.Positions.Hold(account, instrument, out int index);
        if (room != RejectCode.None)
        {
            return room;
        }

        reject = Replace(in header, in quote, account, instrument, in entry, index, reject);
        _ledger.Positions.Release(index, account, instrument);
        return reject;
    }

    private RejectCode Replace(
        in CommandHeader header,
        in MassQuote quote,
        Account account,
        ListedInstrument instrument,
        in QuoteEntry entry,
        int index,
        RejectCode reject)
    {
        // Both old sides step aside before either new one enters, so that a maker never trades with its own old quote.
        bool refused = reject != RejectCode.None;
        bool keepsBid = StepAside(_ledger.Positions[index].BidQuote, entry.BidTicks, refused ? 0 : entry.BidLots);
        bool keepsAsk = StepAside(_ledger.Positions[index].AskQuote, entry.AskTicks, refused ? 0 : entry.AskLots);
        RenewKept(in header, in quote, index, keepsBid, keepsAsk);
        if (!refused && !keepsBid && entry.BidLots > 0)
        {
            reject = Enter(
                in header, in quote, account, instrument, index, Side.Buy, entry.BidTicks, entry.BidLots);
        }

        if (reject == RejectCode.None && !keepsAsk && entry.AskLots > 0)
        {
            reject = Enter(
                in header, in quote, account, instrument, index, Side.Sell, entry.AskTicks, entry.AskLots);
        }

        if (reject != RejectCode.None && !refused)
        {
            StepAside(_ledger.Positions[index].BidQuote, 0, 0);
            StepAside(_ledger.Positions[index].AskQuote, 0, 0);
        }

        return reject;
    }

    /// <summary>An entry without quantities only cancels: that is refused where there is nothing to cancel
    /// in.</summary>
    private RejectCode CheckEntry(ListedInstrument? instrument, Account account, ushort group, in QuoteEntry entry)
    {
        if (entry.BidLots == 0 && entry.AskLots == 0)
        {
            return _checks.CheckListed(instrument);
        }

        RejectCode bid = entry.BidLots == 0
            ? RejectCode.None
            : _checks.CheckTerms(instrument, account, Side.Buy, entry.BidTicks, entry.BidLots);
        if (bid != RejectCode.None)
        {
            return bid;
        }

        RejectCode ask = entry.AskLots == 0
            ? RejectCode.None
            : _checks.CheckTerms(instrument, account, Side.Sell, entry.AskTicks, entry.AskLots);
        if (ask != RejectCode.None)
        {
            return ask;
        }

        RejectCode shut = _checks.CheckGroup(account, group);
        if (shut != RejectCode.None)
        {
            return shut;
        }

        if (!MessageMeter.TryCount(_ledger, account))
        {
            return RejectCode.MessageLimit;
        }

        return entry.BidLots > 0 && entry.AskLots > 0 && entry.BidTicks >= entry.AskTicks
            ? RejectCode.QuoteCrossed
            : RejectCode.None;
    }

    /// <summary>What stays in its place is from now on this message's, and ends with it.</summary>
    private void RenewKept(in CommandHeader header, in MassQuote quote, int index, bool keepsBid, bool keepsAsk)
    {
        if (keepsBid)
        {
            _open.Renew(_ledger.Positions[index].BidQuote, header.Sequence, EndOf(in quote));
        }

        if (keepsAsk)
        {
            _open.Renew(_ledger.Positions[index].AskQuote, header.Sequence, EndOf(in quote));
        }
    }

    /// <summary>Makes room for a new side; true when the old one already is, or was made, the new one.</summary>
    private bool StepAside(int handle, long priceTicks, long lots)
    {
        if (handle == Position.None)
        {
            return false;
        }

        OrderRef old = _ledger.Orders[handle];
        if (lots == 0 || old.PriceTicks != priceTicks || lots > old.LeavesLots)
        {
            _open.Cancel(handle, CancelCause.Replaced);
            return false;
        }

        if (lots < old.LeavesLots)
        {
            _open.Reduce(handle, lots);
        }

        return true;
    }

    private RejectCode Enter(
        in CommandHeader header,
        in MassQuote quote,
        Account account,
        ListedInstrument instrument,
        int index,
        Side side,
        long priceTicks,
        long lots)
    {
        if (_checks.ExceedsLotLimit(account, instrument.Spec.Id, side, lots))
        {
            return RejectCode.AccountLotLimit;
        }

        int handle = _ledger.Orders.Allocate();
        if (handle == Position.None)
        {
            return RejectCode.BookFull;
        }

        OrderRef order = _ledger.Orders[handle];
        order.ClOrdId = quote.QuoteId;
        order.Account = quote.Account;
        order.EngineEntry = index;
        order.Instrument = instrument.Spec.Id;
        order.Owner = header.Session;
        order.PriceTicks = priceTicks;
        order.Lots = lots;
        order.LeavesLots = lots;
        order.Nonce = header.Sequence;
        order.ExpiryNs = EndOf(in quote);
        // Quotes use one slot per group of instruments, apart from the 1,024 of single orders.
        order.Slot = (ushort)(0x8000 | (instrument.Spec.Id.Group & 0x7FFF));
        order.Side = side;
        order.Traits = OrderTraits.Quote;
        order.QuoteGroup = quote.QuoteGroup;
        RejectCode reject = _entry.PassGate(handle, account, instrument);
        if (reject != RejectCode.None)
        {
            _entry.Discard(handle);
            return reject;
        }

        _entry.Number(order);
        return _entry.Run(handle, instrument) == CancelCause.SelfTrade
            ? RejectCode.WouldSelfTrade
            : RejectCode.None;
    }
}
