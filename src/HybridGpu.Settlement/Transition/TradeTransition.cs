using System;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>The rule of Trade: money and lots change hands, fees accrue.</summary>
internal static class TradeTransition
{
    private const byte TakerBuys = 1;
    private const byte TakerSells = 2;
    private const ulong LotsBound = 1UL << 47;
    private const ulong NanosPerUnit = 1_000_000_000;
    private const ulong ValueBound = 1UL << 63;

    public static TransitionError Apply(SettlementState state, in Operation trade)
    {
        TransitionError error = CheckTerms(state, in trade, out InstrumentTerms terms);
        if (error != TransitionError.None)
        {
            return error;
        }

        // Each factor is bounded before it is multiplied on, and a tick is worth at least 1: no product can wrap.
        UInt128 value = (UInt128)trade.PriceTicks * trade.Lots;
        value = value < ValueBound ? value * terms.TickValue : value;
        if (value >= ValueBound)
        {
            return TransitionError.Overflow;
        }

        SettlementParameters parameters = state.System.Parameters;
        UInt128 makerFee = Fee(value, parameters.RateOf(terms.IsOption, isTaker: false));
        UInt128 takerFee = Fee(value, parameters.RateOf(terms.IsOption, isTaker: true));
        if (trade.Maker == trade.Taker)
        {
            return AccrueBoth(state, trade.Maker, makerFee + takerFee);
        }

        bool makerBuys = trade.TakerSide == TakerSells;
        Side maker = Of(state, trade.Maker, trade.MakerPage, makerFee, value, makerBuys, in trade);
        Side taker = Of(state, trade.Taker, trade.TakerPage, takerFee, value, !makerBuys, in trade);
        error = maker.CheckMoney();
        error = error != TransitionError.None ? error : taker.CheckMoney();
        error = error != TransitionError.None ? error : CheckPage(state, in maker, trade.Instrument);
        error = error != TransitionError.None ? error : CheckPage(state, in taker, trade.Instrument);
        error = error != TransitionError.None ? error : maker.CheckLots();
        error = error != TransitionError.None ? error : taker.CheckLots();
        if (error == TransitionError.None)
        {
            Write(state, in maker, trade.Instrument);
            Write(state, in taker, trade.Instrument);
        }

        return error;
    }

    private static TransitionError CheckTerms(
        SettlementState state, in Operation trade, out InstrumentTerms terms)
    {
        terms = default;
        if (!state.IsOpen(trade.Maker) || !state.IsOpen(trade.Taker))
        {
            return TransitionError.BadAccount;
        }

        if (trade.MakerOrder != Operation.NoOrder || trade.TakerOrder != Operation.NoOrder)
        {
            return TransitionError.SignedOrder;
        }

        if (!state.System.Instruments.TryGet(trade.Instrument, out terms))
        {
            return TransitionError.UnknownInstrument;
        }

        if (terms.IsSettled)
        {
            return TransitionError.AlreadySettled;
        }

        if (state.System.Leaf.MarketNs >= terms.ExpiryNs)
        {
            return TransitionError.Expired;
        }

        if (trade.PriceTicks == 0)
        {
            return TransitionError.BadPrice;
        }

        return trade.Lots is > 0 and < LotsBound && trade.TakerSide is TakerBuys or TakerSells
            ? TransitionError.None
            : TransitionError.BadQuantity;
    }

    private static UInt128 Fee(UInt128 value, ulong rate) => ((value * rate) + NanosPerUnit - 1) / NanosPerUnit;

    private static TransitionError AccrueBoth(SettlementState state, uint account, UInt128 fees)
    {
        UInt128 accrued = (UInt128)state.Find(account)!.FeesAccrued + fees;
        if (accrued > long.MaxValue)
        {
            return TransitionError.Overflow;
        }

        state.ForWriting(account).FeesAccrued = (long)accrued;
        return TransitionError.None;
    }

    private static Side Of(
        SettlementState state, uint account, byte page, UInt128 fee, UInt128 value, bool buys, in Operation trade)
    {
        AccountState found = state.Find(account)!;
        return new Side(
            account,
            page,
            (Int128)found.Cash + (buys ? -(Int128)value : (Int128)value),
            (UInt128)found.FeesAccrued + fee,
            found.LotsOn(page, trade.Instrument) + (buys ? (long)trade.Lots : -(long)trade.Lots));
    }

    private static TransitionError CheckPage(SettlementState state, in Side side, uint instrument)
    {
        uint tag = state.Find(side.Account)!.TagOf(side.Page);
        return tag == 0 || tag == Page.GroupOf(instrument) + 1 ? TransitionError.None : TransitionError.WrongPage;
    }

    private static void Write(SettlementState state, in Side side, uint instrument)
    {
        AccountState account = state.ForWriting(side.Account);
        account.Cash = (long)side.Cash;
        account.FeesAccrued = (long)side.FeesAccrued;
        account.SetLots(side.Page, instrument, side.Lots);
    }

    /// <summary>One side as it would stand after the trade.</summary>
    private readonly record struct Side(uint Account, byte Page, Int128 Cash, UInt128 FeesAccrued, long Lots)
    {
        public TransitionError CheckMoney() => TransitionFunction.FitsLong(Cash) && FeesAccrued <= long.MaxValue
            ? TransitionError.None
            : TransitionError.Overflow;

        public TransitionError CheckLots() => Lots is >= State.Page.LotsMin and <= State.Page.LotsMax
            ? TransitionError.None
            : TransitionError.Overflow;
    }
}
