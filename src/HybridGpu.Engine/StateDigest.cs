using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Lifecycle;
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
        Index = 32,
        Average = 33,
        Funding = 34,
        Delisted = 35,
    }

    public static ulong OfAccount(AccountId account, long cashMicros, long feesMicros) =>
        Fold(Item.Account, account.Value, (ulong)cashMicros, (ulong)feesMicros);

    public static ulong OfPosition(AccountId account, InstrumentId instrument, long lots) =>
        Fold(Item.Position, Key(account, instrument), (ulong)lots, 0);

    public static ulong OfOrder(in RestingOrder order) => OfOrder(in order, order.LeavesLots, order.CumTickLots);

    /// <summary>An order as it stood with these leaves: what a fill takes out of the hash again.</summary>
    public static ulong OfOrder(in RestingOrder order, long leavesLots, long cumTickLots)
    {
        ulong digest = Fold(Item.Order, order.Id.Value, (ulong)order.PriceTicks, (ulong)leavesLots);
        digest = Mix.Combine(digest, Key(order.Account, order.Instrument));
        digest = Mix.Combine(digest, (ulong)order.Lots);
        digest = Mix.Combine(digest, (ulong)cumTickLots);
        digest = Mix.Combine(digest, order.ClOrdId.Digest());
        digest = Mix.Combine(digest, order.Nonce);
        digest = Mix.Combine(digest, (ulong)order.ExpiryNs);
        ulong terms = ((ulong)order.Owner.Value << 32) | ((ulong)order.Slot << 16) | ((ulong)order.Side << 8)
            | ((ulong)order.TimeInForce << 4) | (ulong)order.Traits;
        return Mix.Combine(digest, terms);
    }

    public static ulong OfSession(SessionId id, in Session session) => Fold(
        Item.Session, ((ulong)id.Value << 32) | session.Account.Value, session.LastMsgSeqNum, session.CompId.Digest());

    public static ulong OfInstrument(in InstrumentSpec spec, bool isSettled)
    {
        ulong kind = ((ulong)spec.Underlying.Value << 16) | ((ulong)spec.Kind << 8) | (isSettled ? 1UL : 0UL);
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

    public static ulong OfDelisted(InstrumentId instrument) => Fold(Item.Delisted, instrument.Value, 0, 0);

    public static ulong OfCounter(int index, ulong value) => Fold(Item.Counters, (ulong)index, value, 0);

    private static ulong Combine(ulong digest, Int128 word) =>
        Mix.Combine(Mix.Combine(digest, (ulong)word), (ulong)(word >> 64));

    private static ulong Key(AccountId account, InstrumentId instrument) =>
        ((ulong)account.Value << 32) | instrument.Value;

    private static ulong Fold(Item item, ulong a, ulong b, ulong c) =>
        Mix.Combine(Mix.Combine(Mix.Combine((ulong)item, a), b), c);
}
