using System;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>The rules of FundingFixing and SettleFunding.</summary>
/// <remarks>The fee account stands between the holders: each payment is rounded down for its account and comes from the
/// fee account, so that every step conserves cash, and what all the roundings leave stays with it.</remarks>
internal static class FundingTransition
{
    private const long PicosPerMicro = 1_000_000;
    private const long AmountBound = (long)TransitionFunction.AmountBound;

    public static TransitionError Fix(SettlementState state, in Operation operation, ref SystemLeaf leaf)
    {
        if (!state.System.Instruments.TryGet(operation.Instrument, out InstrumentTerms terms))
        {
            return TransitionError.UnknownInstrument;
        }

        if (terms.Payoff != InstrumentTerms.Perpetual)
        {
            return TransitionError.BadTerms;
        }

        if (operation.FundingAmount is 0 or >= AmountBound or <= -AmountBound)
        {
            return TransitionError.BadAmount;
        }

        ulong epoch = state.System.Funding.Epoch + 1;
        if (epoch >= FundingFixing.EpochBound)
        {
            return TransitionError.Overflow;
        }

        var fixing = new FundingFixing(epoch, operation.Instrument, operation.FundingAmount, leaf.FundingRoot);
        state.System.Funding = fixing;
        leaf = leaf with { FundingRoot = fixing.Root };
        return TransitionError.None;
    }

    public static TransitionError Settle(SettlementState state, in Operation operation)
    {
        if (!state.IsOpen(operation.Account))
        {
            return TransitionError.BadAccount;
        }

        var named = new FundingFixing(
            operation.Epoch, operation.Instrument, operation.FundingAmount, operation.PreviousRoot);
        if (named.Epoch == 0 || named.Root != state.System.Leaf.FundingRoot)
        {
            return TransitionError.FundingMismatch;
        }

        AccountState account = state.Find(operation.Account)!;
        if (account.FundingEpoch >= operation.Epoch)
        {
            return TransitionError.FundingSettled;
        }

        if (account.TagOf(operation.Page) != Page.GroupOf(operation.Instrument) + 1)
        {
            return TransitionError.WrongPage;
        }

        long lots = account.LotsOn(operation.Page, operation.Instrument);
        if (lots == 0)
        {
            return TransitionError.NothingToDo;
        }

        Int128 received = CashOf(lots, operation.FundingAmount);
        Int128 cash = account.Cash + received;
        Int128 between = TransitionFunction.CashOf(state, SettlementState.FeeAccount) - received;
        if (!TransitionFunction.FitsLong(cash) || !TransitionFunction.FitsLong(between))
        {
            return TransitionError.Overflow;
        }

        account = state.ForWriting(operation.Account);
        account.Cash = (long)cash;
        account.FundingEpoch = (uint)operation.Epoch;
        state.ForWriting(SettlementState.FeeAccount).Cash = (long)between;
        return TransitionError.None;
    }

    /// <summary>What lots receive, rounded towards minus infinity.</summary>
    private static Int128 CashOf(long lots, long amount)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(-((Int128)lots * amount), PicosPerMicro);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
