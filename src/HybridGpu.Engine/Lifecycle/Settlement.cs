using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine.Lifecycle;

/// <summary>Expiry: open orders go, positions become cash at the settlement price, the instrument is done.</summary>
internal sealed class Settlement
{
    private readonly Ledger _ledger;
    private readonly IndexTable _index;
    private readonly OpenOrders _open;
    private readonly EventWriter _events;

    public Settlement(Ledger ledger, IndexTable index, OpenOrders open, EventWriter events)
    {
        _ledger = ledger;
        _index = index;
        _open = open;
        _events = events;
    }

    /// <summary>Settles everything of one underlying that expires at one moment.</summary>
    /// <returns>Why it can't be; none when it was done.</returns>
    public RejectCode Apply(in SettleExpiry command)
    {
        if (command.PriceMicros < 0 || command.Underlying.Value >= UnderlyingId.Capacity || command.UseAverage > 1
            || (command.UseAverage == 1 && command.PriceMicros != 0))
        {
            return RejectCode.PriceOutOfRange;
        }

        if (command.ExpiryNs > _ledger.MarketNs)
        {
            return RejectCode.NothingToSettle;
        }

        IReadOnlyList<ListedInstrument> due = _ledger.Instruments.Expiring(command.Underlying, command.ExpiryNs);
        if (due.Count == 0)
        {
            return RejectCode.NothingToSettle;
        }

        (long priceMicros, long averagedNs) = (command.PriceMicros, 0);
        if (command.UseAverage == 1
            && !_index.TryAverage(command.Underlying, command.ExpiryNs, out priceMicros, out averagedNs))
        {
            return RejectCode.NoIndexPrice;
        }

        foreach (ListedInstrument instrument in due)
        {
            // Nothing may be settled before it is known that all can be: lots x payoff must stay within a long.
            if (instrument.Combo is null && PayoffScaled(instrument.Spec, priceMicros) / Micros.PerUnit
                >= InstrumentSpec.LotNotionalBoundMicros)
            {
                return RejectCode.PriceOutOfRange;
            }
        }

        foreach (ListedInstrument instrument in due)
        {
            // Combos hold entries of their legs: their orders go before any leg is settled.
            CancelAll(_open, instrument, CancelCause.Expired, RejectCode.InstrumentExpired);
        }

        foreach (ListedInstrument instrument in
            _ledger.Instruments.TakeExpiring(command.Underlying, command.ExpiryNs))
        {
            if (instrument.Combo is not null)
            {
                End(instrument);
                continue;
            }

            Settle(instrument, priceMicros, averagedNs);
        }

        _index.Forget(command.Underlying, command.ExpiryNs);
        return RejectCode.None;
    }

    /// <summary>What one lot pays, in micro-USD with 6 more decimals, so that both roundings can be taken from
    /// it.</summary>
    public static Int128 PayoffScaled(in InstrumentSpec spec, long underlyingMicros)
    {
        long perUnit = spec.Kind switch
        {
            InstrumentKind.Call => Math.Max(0, underlyingMicros - spec.StrikeMicros),
            InstrumentKind.Put => Math.Max(0, spec.StrikeMicros - underlyingMicros),
            _ => underlyingMicros,
        };
        return (Int128)perUnit * spec.LotSizeMicros;
    }

    /// <summary>Cancels everything that is open in an instrument, and in the combos that have it as a leg.</summary>
    public static void CancelAll(
        OpenOrders open, ListedInstrument instrument, CancelCause cause, RejectCode reason)
    {
        CancelBook(open, instrument, Side.Buy, cause, reason);
        CancelBook(open, instrument, Side.Sell, cause, reason);
        while (instrument.Stops is { Count: > 0 } stops)
        {
            open.Cancel(stops.Any, cause, reason);
        }

        foreach (ListedInstrument combo in instrument.CombosWithIt)
        {
            CancelBook(open, combo, Side.Buy, cause, reason);
            CancelBook(open, combo, Side.Sell, cause, reason);
        }
    }

    /// <summary>A combo has nothing to pay: positions are in its legs. That one is gone is said once.</summary>
    private void End(ListedInstrument combo)
    {
        combo.LeaveLegs();
        _ledger.Instruments.MarkSettled(combo);
        if (!combo.IsDelisted)
        {
            _events.Begin(EventKind.InstrumentDelisted).Delisted.Instrument = combo.Spec.Id;
        }
    }

    private void Settle(ListedInstrument instrument, long underlyingMicros, long averagedNs)
    {
        Int128 scaled = PayoffScaled(instrument.Spec, underlyingMicros);
        long received = Micros.DivideRoundedDown(scaled, Micros.PerUnit);
        long paid = -Micros.DivideRoundedDown(-scaled, Micros.PerUnit);
        uint positionCount = 0;
        long remainder = 0;
        long exercisedLots = 0;
        // With the orders gone, what is left has lots.
        while (instrument.FirstPosition != Position.None)
        {
            int index = instrument.FirstPosition;
            Account account = _ledger.Accounts.Get(_ledger.Positions[index].Account);
            long lots = _ledger.Positions[index].Lots;
            positionCount++;
            // Longs receive rounded down and shorts pay rounded up; the fee account keeps the difference.
            long cash = checked(lots * (lots > 0 ? received : paid));
            remainder -= cash;
            SettlementOutcome outcome = OutcomeOf(instrument.Spec, lots, paid);
            exercisedLots += outcome == SettlementOutcome.Exercised ? lots : 0;
            Pay(account, index, cash, outcome);
            _ledger.Positions.Remove(index, account, instrument);
        }

        if (remainder != 0)
        {
            _ledger.Accounts.Change(_ledger.Accounts.Get(AccountId.Fees), remainder, 0);
        }

        _ledger.Instruments.MarkSettled(instrument);
        ref InstrumentSettled settled = ref _events.Begin(EventKind.InstrumentSettled).InstrumentSettled;
        settled.Instrument = instrument.Spec.Id;
        settled.UnderlyingMicros = underlyingMicros;
        settled.PayoffMicrosPerLot = received;
        settled.RemainderMicros = remainder;
        settled.PositionCount = positionCount;
        settled.ExercisedLots = exercisedLots;
        settled.AveragedNs = averagedNs;
    }

    /// <summary>An option in the money pays something, if only by a rounding up.</summary>
    private static SettlementOutcome OutcomeOf(in InstrumentSpec spec, long lots, long paidPerLotMicros)
    {
        if (!spec.IsOption)
        {
            return SettlementOutcome.Delivered;
        }

        if (paidPerLotMicros == 0)
        {
            return SettlementOutcome.Lapsed;
        }

        return lots > 0 ? SettlementOutcome.Exercised : SettlementOutcome.Assigned;
    }

    private void Pay(Account account, int index, long cashMicros, SettlementOutcome outcome)
    {
        ref Position position = ref _ledger.Positions[index];
        ref PositionSettled settled = ref _events.Begin(EventKind.PositionSettled).PositionSettled;
        settled.Account = account.Id;
        settled.Instrument = position.Instrument;
        settled.Lots = position.Lots;
        settled.CashMicros = cashMicros;
        settled.Outcome = outcome;
        _ledger.Accounts.Change(account, cashMicros, 0);
        _ledger.ChangePosition(account, ref position, -position.Lots);
        // The expired contract leaves mark value and vectors at the account's next touch.
        account.DerivedEpoch = 0;
    }

    private static void CancelBook(
        OpenOrders open, ListedInstrument instrument, Side side, CancelCause cause, RejectCode reason)
    {
        for (int handle = instrument.Book.BestHandle(side); handle != Position.None;)
        {
            int next = instrument.Book.NextHandle(handle);
            open.Cancel(handle, cause, reason);
            handle = next;
        }
    }
}
