using System;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>The rule of SettleExpiry: an account's lots become cash at the fixed price.</summary>
internal static class ExpiryTransition
{
    private const ulong MicrosPerUnit = 1_000_000;

    public static TransitionError Apply(SettlementState state, in Operation operation)
    {
        TransitionError error = Check(state, in operation, out InstrumentTerms terms);
        if (error != TransitionError.None)
        {
            return error;
        }

        AccountState account = state.Find(operation.Account)!;
        long lots = account.LotsOn(operation.Page, operation.Instrument);
        if (lots == 0)
        {
            return TransitionError.NothingToDo;
        }

        UInt128 scaled = (UInt128)UnitPayoff(in terms) * terms.LotSize;
        UInt128 down = scaled / MicrosPerUnit;
        UInt128 up = (scaled + MicrosPerUnit - 1) / MicrosPerUnit;
        if (up >> 65 != 0)
        {
            // Even one lot of it moves cash by more than any two signed 64-bit numbers lie apart.
            return TransitionError.Overflow;
        }

        Int128 cash = account.Cash + ((Int128)lots * (Int128)(lots > 0 ? down : up));
        Int128 remainder = lots > 0 ? Int128.Zero : -(Int128)lots * (Int128)(up - down);
        Int128 collected = TransitionFunction.CashOf(state, SettlementState.FeeAccount) + remainder;
        if (!TransitionFunction.FitsLong(cash) || !TransitionFunction.FitsLong(collected))
        {
            return TransitionError.Overflow;
        }

        account = state.ForWriting(operation.Account);
        account.Cash = (long)cash;
        account.SetLots(operation.Page, operation.Instrument, 0);
        state.ForWriting(SettlementState.FeeAccount).Cash = (long)collected;
        return TransitionError.None;
    }

    private static TransitionError Check(
        SettlementState state, in Operation operation, out InstrumentTerms terms)
    {
        terms = default;
        if (!state.IsOpen(operation.Account))
        {
            return TransitionError.BadAccount;
        }

        if (!state.System.Instruments.TryGet(operation.Instrument, out terms))
        {
            return TransitionError.UnknownInstrument;
        }

        if (!terms.IsSettled)
        {
            return TransitionError.NotExpired;
        }

        uint tag = state.Find(operation.Account)!.TagOf(operation.Page);
        return tag == Page.GroupOf(operation.Instrument) + 1 ? TransitionError.None : TransitionError.WrongPage;
    }

    private static ulong UnitPayoff(in InstrumentTerms terms) => terms.Payoff switch
    {
        InstrumentTerms.Call => terms.Settlement > terms.Strike ? terms.Settlement - terms.Strike : 0,
        InstrumentTerms.Put => terms.Strike > terms.Settlement ? terms.Strike - terms.Settlement : 0,
        _ => terms.Settlement,
    };
}
