using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Money;
using HybridGpu.Engine.Accounts;
using HybridGpu.Matching;

namespace HybridGpu.Engine;

/// <content>What happens while an order meets the book: each fill moves cash, positions, vectors and the
/// hash.</content>
internal sealed partial class OrderEntry
{
    /// <summary>Trades numbered so far.</summary>
    public ulong TradeCount { get; private set; }

    /// <summary>An order that passed the gate meets the book. Its vectors follow each fill.</summary>
    public void Match(int takerHandle, ListedInstrument instrument)
    {
        var handler = new FillHandler(this, instrument);
        instrument.Book.Match(takerHandle, ref handler);
    }

    private void ApplyFill(ListedInstrument instrument, int makerHandle, int takerHandle, long priceTicks, long lots)
    {
        ref RestingOrder maker = ref _ledger.Orders[makerHandle];
        ref RestingOrder taker = ref _ledger.Orders[takerHandle];
        long value = Micros.Value(priceTicks, lots, instrument.TickValue);
        long makerFee = _ledger.Fees.Of(instrument.Spec.Kind, isTaker: false, value);
        long takerFee = _ledger.Fees.Of(instrument.Spec.Kind, isTaker: true, value);

        ref Trade trade = ref _events.Begin(EventKind.Trade).Trade;
        trade.TradeId = ++TradeCount;
        trade.Instrument = instrument.Spec.Id;
        trade.PriceTicks = priceTicks;
        trade.Lots = lots;
        trade.TakerSide = taker.Side;
        DescribeParty(ref trade.Maker, in maker, makerFee);
        DescribeParty(ref trade.Taker, in taker, takerFee);

        Move(instrument, in maker, lots, value, makerFee);
        Move(instrument, in taker, lots, value, takerFee);
        _gate.CountOrder(in taker, taker.LeavesLots + lots, isTaker: true, sign: -1);
        _gate.CountOrder(in taker, taker.LeavesLots, isTaker: true, sign: +1);
        _open.Filled(makerHandle, priceTicks, lots);
    }

    /// <summary>Cash, fees and position of one side. Cash moves by -q x price x tickValue: no entry prices are
    /// kept.</summary>
    private void Move(ListedInstrument instrument, in RestingOrder order, long lots, long valueMicros, long feeMicros)
    {
        Account account = _ledger.Accounts.Get(order.Account);
        long signedLots = order.Side.Sign() * lots;
        _ledger.Accounts.Change(account, -order.Side.Sign() * valueMicros, feeMicros);
        int index = _ledger.Positions.Find(order.Account, order.Instrument);
        _ledger.ChangePosition(account, ref _ledger.Positions[index], signedLots);
        _gate.CountFill(account, instrument, signedLots);
    }

    private static void DescribeParty(ref TradeParty party, in RestingOrder order, long feeMicros)
    {
        party.ClOrdId = order.ClOrdId;
        party.OrderId = order.Id;
        party.Lots = order.Lots;
        party.LeavesLots = order.LeavesLots;
        party.CumTickLots = order.CumTickLots;
        party.FeeMicros = feeMicros;
        party.Account = order.Account;
        party.Owner = order.Owner;
        party.Traits = order.Traits;
    }

    /// <summary>The book's view of the engine during one match.</summary>
    private readonly struct FillHandler(OrderEntry entry, ListedInstrument instrument) : IMatchHandler
    {
        public MatchVerdict Judge(
            in RestingOrder maker, in RestingOrder taker, long priceTicks, ref long lots) =>
            maker.ExpiryNs > entry._ledger.NowNs && entry._gate.MayFill(in maker, priceTicks, lots)
                ? MatchVerdict.Fill
                : MatchVerdict.DropMaker;

        public void OnDropped(int makerHandle)
        {
            bool isExpired = entry._ledger.Orders[makerHandle].ExpiryNs <= entry._ledger.NowNs;
            entry._open.CancelUnlinked(
                makerHandle,
                isExpired ? CancelCause.Expired : CancelCause.MarginCheck,
                isExpired ? RejectCode.OrderExpired : RejectCode.InsufficientMargin);
        }

        public void OnFill(int makerHandle, int takerHandle, long priceTicks, long lots) =>
            entry.ApplyFill(instrument, makerHandle, takerHandle, priceTicks, lots);

        public void OnDecremented(int makerHandle, int takerHandle, long lots) =>
            throw new InvalidOperationException("No verdict here decrements.");

        public void OnReplenished(int makerHandle) =>
            throw new InvalidOperationException("No order here hides lots.");
    }
}
