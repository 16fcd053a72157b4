using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine;

/// <summary>Expiry: open orders go, positions become cash at the settlement price, the instrument is done.</summary>
internal sealed class Settlement
{
    private readonly Ledger _ledger;
    private readonly OpenOrders _open;
    private readonly EventWriter _events;

    public Settlement(Ledger ledger, OpenOrders open, EventWriter events)
    {
        _ledger = ledger;
        _open = open;
        _events = events;
    }

    /// <summary>Settles everything of one underlying that expires at one moment.</summary>
    /// <returns>Why it can't be; none when it was done.</returns>
    public RejectCode Apply(in SettleExpiry command)
    {
        if (command.PriceMicros < 0 || command.Underlying.Value >= UnderlyingId.Capacity)
        {
            return RejectCode.PriceOutOfRange;
        }

        if (command.ExpiryNs > _ledger.MarketNs)
        {
            return RejectCode.NothingToSettle;
        }

        foreach (ListedInstrument instrument in _ledger.Instruments.Expiring(command.Underlying, command.ExpiryNs))
        {
            // Nothing may be settled before it is known that all can be: lots x payoff must stay within a long.
            if (instrument.Combo is null && PayoffScaled(instrument.Spec, command.PriceMicros) / Micros.PerUnit
                >= InstrumentSpec.LotNotionalBoundMicros)
            {
                return RejectCode.PriceOutOfRange;
            }
        }

        List<ListedInstrument> expiring = _ledger.Instruments.TakeExpiring(command.Underlying, command.ExpiryNs);
        foreach (ListedInstrument instrument in expiring)
        {
            // Combos hold entries of their legs: their orders go before any leg is settled.
            instrument.CombosWithIt.ForEach(CancelAll);
            CancelAll(instrument);
        }

        foreach (ListedInstrument instrument in expiring)
        {
            if (instrument.Combo is not null)
            {
                _ledger.Instruments.MarkSettled(instrument);
                continue;
            }

            Settle(instrument, command.PriceMicros);
        }

        return expiring.Count == 0 ? RejectCode.NothingToSettle : RejectCode.None;
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

    private void Settle(ListedInstrument instrument, long underlyingMicros)
    {
        Int128 scaled = PayoffScaled(instrument.Spec, underlyingMicros);
        long received = Micros.DivideRoundedDown(scaled, Micros.PerUnit);
        long paid = -Micros.DivideRoundedDown(-scaled, Micros.PerUnit);
        uint positionCount = 0;
        long remainder = 0;
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
            Pay(account, index, cash);
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
    }

    private void Pay(Account account, int index, long cashMicros)
    {
        ref Position position = ref _ledger.Positions[index];
        ref PositionSettled settled = ref _events.Begin(EventKind.PositionSettled).PositionSettled;
        settled.Account = account.Id;
        settled.Instrument = position.Instrument;
        settled.Lots = position.Lots;
        settled.CashMicros = cashMicros;
        _ledger.Accounts.Change(account, cashMicros, 0);
        _ledger.ChangePosition(account, ref position, -position.Lots);
        // The expired contract leaves mark value and vectors at the account's next touch.
        account.DerivedEpoch = 0;
    }

    private void CancelAll(ListedInstrument instrument)
    {
        foreach (Side side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
        {
            for (int handle = instrument.Book.BestHandle(side); handle != Position.None;)
            {
                int next = instrument.Book.NextHandle(handle);
                _open.Cancel(handle, CancelCause.Expired, RejectCode.InstrumentExpired);
                handle = next;
            }
        }

        while (instrument.Stops is { Count: > 0 } stops)
        {
            _open.Cancel(stops.Any, CancelCause.Expired, RejectCode.InstrumentExpired);
        }
    }
}
