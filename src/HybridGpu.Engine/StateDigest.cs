using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Combos;
using HybridGpu.Engine.Lifecycle;
using HybridGpu.Engine.Orders;
using HybridGpu.Engine.Requests;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <summary>How each item of the engine's state enters the state hash. Frozen in docs/wire.md.</summary>
/// <remarks>An item that is at its zero value isn't part of the hash, so that touching something and leaving it as it
/// was changes nothing.</remarks>
internal static class StateDigest
{
    private enum Item : ulong
    {
        Account = 1,
        Position = 2,
        Order = 3,
        Session = 4,
        Instrument = 5,
        Slot = 6,
        ChainEvent = 7,
        Counters = 8,
        Limits = 9,
        Kill = 10,
        Messages = 11,
        QuoteGroup = 12,
        ClassRules = 13,
        InstrumentRules = 14,
        TradingState = 15,
        Combo = 16,
        Request = 17,
        QuoteVersion = 18,
        ComboUse = 19,
        Index = 32,
        Average = 33,
        Funding = 34,
        Delisted = 35,
    }

    public static ulong OfAccount(AccountId account, long cashMicros, long feesMicros) =>
        Fold(Item.Account, account.Value, (ulong)cashMicros, (ulong)feesMicros);

    public static ulong OfPosition(AccountId account, InstrumentId instrument, long lots) =>
        Fold(Item.Position, Key(account, instrument), (ulong)lots, 0);

    public static ulong OfOrder(OrderRef order)
    {
        ulong digest = Fold(Item.Order, order.Id.Value, (ulong)order.PriceTicks, (ulong)order.LeavesLots);
        digest = Mix.Combine(digest, Key(order.Account, order.Instrument));
        digest = Mix.Combine(digest, (ulong)order.Lots);
        digest = Mix.Combine(digest, (ulong)order.CumTickLots);
        digest = Mix.Combine(digest, order.ClOrdId.Digest());
        digest = Mix.Combine(digest, order.Nonce);
        digest = Mix.Combine(digest, (ulong)order.ExpiryNs);
        OrderTraits oldTraits = order.Traits & (OrderTraits.PostOnly | OrderTraits.Quote);
        ulong terms = ((ulong)order.Owner.Value << 32) | ((ulong)order.Slot << 16) | ((ulong)order.Side << 8)
            | ((ulong)order.TimeInForce << 4) | (ulong)oldTraits;
        digest = Mix.Combine(digest, terms);

        // Younger than the first journals, whose hashes must stay: at zero they aren't part of it.
        ulong instructions = ((ulong)order.QuoteGroup << 16) | ((ulong)order.EngineBits << 8)
            | (ulong)(order.Traits & ~oldTraits);
        if (instructions != 0 || order.DisplayLots != 0)
        {
            digest = Mix.Combine(digest, instructions);
            digest = Mix.Combine(digest, (ulong)order.StopTicks);
            digest = Mix.Combine(digest, (ulong)order.DisplayLots);
            digest = Mix.Combine(digest, order.DisplayLots != 0 ? (ulong)order.ShownLots : 0);
        }

        return digest;
    }

    public static ulong OfSession(SessionId id, in Session session) => Fold(
        Item.Session, ((ulong)id.Value << 32) | session.Account.Value, session.LastMsgSeqNum, session.CompId.Digest());

    public static ulong OfInstrument(in InstrumentSpec spec, bool isSettled)
    {
        ulong kind = ((ulong)spec.Underlying.Value << 16) | ((ulong)spec.Kind << 8)
            | ((ulong)spec.Yields << 1) | (isSettled ? 1UL : 0UL);
        ulong digest = Fold(Item.Instrument, spec.Id.Value, kind, spec.Symbol.Digest());
        digest = Mix.Combine(digest, (ulong)spec.StrikeMicros);
        digest = Mix.Combine(digest, (ulong)spec.ExpiryNs);
        digest = Mix.Combine(digest, (ulong)spec.TickSizeMicros);
        digest = Mix.Combine(digest, (ulong)spec.LotSizeMicros);
        digest = Mix.Combine(digest, (ulong)spec.ReferencePriceMicros);
        digest = Mix.Combine(digest, (ulong)spec.PriceTicksMax);
        return Mix.Combine(digest, (ulong)spec.OrderLotsMax);
    }

    public static ulong OfSlot(AccountId account, int slot, ulong nonce) =>
        Fold(Item.Slot, ((ulong)account.Value << 32) | (uint)slot, nonce, 0);

    public static ulong OfQuoteVersion(AccountId account, ulong version) =>
        Fold(Item.QuoteVersion, account.Value, version, 0);

    /// <summary>By identity alone: the amount is in the account's cash already.</summary>
    public static ulong OfChainEvent(in ChainEvent chainEvent)
    {
        Span<byte> block = stackalloc byte[Hash256.Length];
        chainEvent.BlockHash.CopyTo(block);
        ulong digest = Fold(Item.ChainEvent, chainEvent.ChainId, chainEvent.LogIndex, 0);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(block))
        {
            digest = Mix.Combine(digest, word);
        }

        return digest;
    }

    public static ulong OfLimits(in SetAccountLimits limits) => OfBytes(Item.Limits, 0, in limits);

    /// <param name="scope">What is stopped.</param>
    /// <param name="id">Which one of these.</param>
    /// <param name="holders">Who stopped it.</param>
    public static ulong OfKill(KillScope scope, uint id, KillHolders holders) =>
        Fold(Item.Kill, (ulong)scope, id, (ulong)holders);

    public static ulong OfMessages(AccountId account, in MessageWindow window) =>
        Fold(Item.Messages, account.Value, (ulong)window.StartNs, ((ulong)window.Messages << 32) | window.Trades);

    /// <summary>The fills of the window enter by their sums.</summary>
    public static ulong OfQuoteGroup(QuoteGroup group)
    {
        SetQuoteProtection terms = group.Terms;
        ulong digest = OfBytes(Item.QuoteGroup, (ulong)group.FillCount, in terms);
        digest = Mix.Combine(digest, (ulong)group.ShutUntilNs);
        digest = Mix.Combine(digest, (ulong)group.QuantityMicros);
        digest = Mix.Combine(digest, (ulong)group.DeltaMicros);
        return Mix.Combine(digest, (ulong)group.VegaMicros);
    }

    public static ulong OfClassRules(in SetTradingRules rules) => OfBytes(Item.ClassRules, 0, in rules);

    public static ulong OfInstrumentRules(InstrumentId instrument, in SetTradingRules rules) =>
        OfBytes(Item.InstrumentRules, instrument.Value, in rules);

    /// <summary>State of an instrument, and whether its book still collects.</summary>
    public static ulong OfTradingState(InstrumentId instrument, TradingState state, bool isCollecting) =>
        Fold(Item.TradingState, instrument.Value, (ulong)state, isCollecting ? 1UL : 0);

    public static ulong OfCombo(InstrumentId combo, int leg, in ComboLeg terms) =>
        OfBytes(Item.Combo, ((ulong)combo.Value << 8) | (uint)leg, in terms);

    public static ulong OfComboUse(InstrumentId combo, ComboUse use) =>
        Fold(Item.ComboUse, combo.Value, (ulong)use.UsedNs, use.Lister.Value);

    /// <summary>A request with its answers in their order.</summary>
    public static ulong OfRequest(QuoteRequest request)
    {
        RequestForQuote terms = request.Terms;
        ulong digest = OfBytes(Item.Request, request.Number, in terms);
        digest = Mix.Combine(digest, request.Session.Value);
        foreach ((QuoteRequestAnswer answer, SessionId session) in request.Answers)
        {
            QuoteRequestAnswer copy = answer;
            digest = Mix.Combine(digest, OfBytes(Item.Request, session.Value, in copy));
        }

        return digest;
    }

    public static ulong OfIndex(UnderlyingId underlying, long priceMicros, long sinceNs) =>
        Fold(Item.Index, underlying.Value, (ulong)priceMicros, (ulong)sinceNs);

    public static ulong OfAverage(ExpiryAverage average)
    {
        ulong digest = Fold(
            Item.Average, average.Underlying.Value, (ulong)average.ExpiryNs, (ulong)average.CoveredNs);
        digest = Mix.Combine(digest, (ulong)average.FromNs);
        return Combine(digest, average.Sum);
    }

    public static ulong OfFunding(FundingAccrual accrual)
    {
        ulong digest = Fold(
            Item.Funding, accrual.Instrument.Spec.Id.Value, (ulong)accrual.RateNano, (ulong)accrual.UntilNs);
        digest = Mix.Combine(digest, (ulong)accrual.AccruedNs);
        return Combine(Combine(digest, accrual.NotionalScaled), accrual.Accrued);
    }

    public static ulong OfDelisted(InstrumentId instrument, bool isRetired) =>
        Fold(Item.Delisted, instrument.Value, isRetired ? 1UL : 0, 0);

    public static ulong OfCounter(int index, ulong value) => Fold(Item.Counters, (ulong)index, value, 0);

    private static ulong Combine(ulong digest, Int128 word) =>
        Mix.Combine(Mix.Combine(digest, (ulong)word), (ulong)(word >> 64));

    private static ulong Key(AccountId account, InstrumentId instrument) =>
        ((ulong)account.Value << 32) | instrument.Value;

    /// <summary>A wire structure whose size is a multiple of 8, by its bytes.</summary>
    private static ulong OfBytes<T>(Item item, ulong key, in T terms)
        where T : unmanaged
    {
        ulong digest = Mix.Combine((ulong)item, key);
        foreach (ulong word in MemoryMarshal.Cast<T, ulong>(new ReadOnlySpan<T>(in terms)))
        {
            digest = Mix.Combine(digest, word);
        }

        return digest;
    }

    private static ulong Fold(Item item, ulong a, ulong b, ulong c) =>
        Mix.Combine(Mix.Combine(Mix.Combine((ulong)item, a), b), c);
}
