using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>The venue as an outsider who hears all events knows it: books, positions, cash, and margin from
/// scratch.</summary>
/// <remarks>Written for obviousness: big integers, no increments of margin, nothing of the engine's own code.</remarks>
internal sealed class ObservedVenue
{
    private readonly FeeSchedule _fees;
    private readonly Dictionary<InstrumentId, InstrumentSpec> _instruments = [];
    private readonly Dictionary<OrderId, ObservedOrder> _resting = [];
    private readonly Dictionary<(AccountId Account, InstrumentId Instrument), long> _lots = [];
    private readonly Dictionary<AccountId, BigInteger> _cash = [];
    private readonly Dictionary<AccountId, BigInteger> _owed = [];
    private readonly Dictionary<InstrumentId, bool> _collecting = [];
    private readonly Dictionary<InstrumentId, ComboLeg[]> _combos = [];

    public ObservedVenue(FeeSchedule fees)
    {
        _fees = fees;
    }

    public IReadOnlyDictionary<OrderId, ObservedOrder> Resting => _resting;

    /// <summary>Stop orders that wait for their trigger.</summary>
    public Dictionary<OrderId, (AccountId Account, InstrumentId Instrument)> Waiting { get; } = [];

    public IReadOnlyDictionary<InstrumentId, InstrumentSpec> Instruments => _instruments;

    public BigInteger Deposited { get; private set; }

    public BigInteger Withdrawn { get; private set; }

    public bool IsCombo(InstrumentId instrument) => _combos.ContainsKey(instrument);

    public BigInteger CashOf(AccountId account) => _cash.GetValueOrDefault(account);

    public BigInteger FeesOf(AccountId account) => _owed.GetValueOrDefault(account);

    public long LotsOf(AccountId account, InstrumentId instrument) => _lots.GetValueOrDefault((account, instrument));

    public void Fold(in VenueEvent e)
    {
        switch (e.Header.Kind)
        {
            case EventKind.InstrumentListed:
                _instruments.Add(e.Instrument.Id, e.Instrument);
                break;
            case EventKind.ComboListed:
                ComboLegs legs = e.Combo.Legs;
                _combos.Add(e.Combo.Spec.Id, [.. ((ReadOnlySpan<ComboLeg>)legs)[..(int)e.Combo.LegCount]]);
                _instruments.Add(e.Combo.Spec.Id, e.Combo.Spec);
                break;
            case EventKind.ComboTraded when e.Order.WasResting == 1:
                Shrink(e.Order.OrderId, e.Order.LastLots, e.Order.ShownLots);
                break;
            case EventKind.OrderRested:
                _resting.Add(e.Order.OrderId, new ObservedOrder(
                    e.Order.Account, e.Order.Instrument, e.Order.Side, e.Order.PriceTicks, e.Order.LeavesLots,
                    e.Order.ShownLots));
                break;
            case EventKind.OrderAccepted when e.Order.Type is OrderType.Stop or OrderType.StopLimit:
                Waiting.Add(e.Order.OrderId, (e.Order.Account, e.Order.Instrument));
                break;
            case EventKind.StopTriggered:
                Assert.That(Waiting.Remove(e.Order.OrderId), Is.True, "only what waits is set off");
                break;
            case EventKind.OrderCancelled when e.Order.WasResting == 0:
                Waiting.Remove(e.Order.OrderId);
                break;
            case EventKind.OrderCancelled:
                Shrink(e.Order.OrderId, e.Order.LeavesLots, e.Order.ShownLots);
                Assert.That(_resting.ContainsKey(e.Order.OrderId), Is.False, "a cancel takes all leaves away");
                break;
            case EventKind.OrderReduced when e.Order.WasResting == 1:
                Shrink(e.Order.OrderId, e.Order.LeavesLots, e.Order.ShownLots);
                break;
            case EventKind.OrderPulled:
                Shrink(e.Order.OrderId, e.Order.LeavesLots, e.Order.ShownLots);
                Assert.That(_resting.ContainsKey(e.Order.OrderId), Is.False, "a pulled order leaves whole");
                break;
            case EventKind.OrderReplenished:
                _resting[e.Order.OrderId] = _resting[e.Order.OrderId] with { ShownLots = e.Order.ShownLots };
                break;
            case EventKind.TradingStateChanged:
                _collecting[e.TradingState.Instrument] = e.TradingState.State switch
                {
                    TradingState.PreOpen or TradingState.Auction => true,
                    TradingState.Halt => _collecting.GetValueOrDefault(e.TradingState.Instrument),
                    _ => false,
                };
                break;
            case EventKind.Trade:
                ShrinkParty(in e.Trade.Maker, e.Trade.Lots);
                ShrinkParty(in e.Trade.Taker, e.Trade.Lots);
                Settle(in e.Trade.Maker, in e.Trade, e.Trade.TakerSide.Opposite());
                Settle(in e.Trade.Taker, in e.Trade, e.Trade.TakerSide);
                break;
            default:
                FoldCash(in e);
                break;
        }
    }

    private void FoldCash(in VenueEvent e)
    {
        switch (e.Header.Kind)
        {
            case EventKind.Deposited:
                Deposited += e.Account.Source.AmountMicros;
                _cash[e.Account.Account] = CashOf(e.Account.Account) + e.Account.Source.AmountMicros;
                break;
            case EventKind.Withdrawn:
                Withdrawn += e.Account.Source.AmountMicros;
                _cash[e.Account.Account] = CashOf(e.Account.Account) - e.Account.Source.AmountMicros;
                break;
            case EventKind.FeesSwept:
                _cash[e.FeesSwept.Account] = CashOf(e.FeesSwept.Account) - e.FeesSwept.AmountMicros;
                _owed[e.FeesSwept.Account] = FeesOf(e.FeesSwept.Account) - e.FeesSwept.AmountMicros;
                _cash[AccountId.Fees] = CashOf(AccountId.Fees) + e.FeesSwept.AmountMicros;
                break;
            case EventKind.PositionSettled:
                _lots.Remove((e.PositionSettled.Account, e.PositionSettled.Instrument), out long held);
                Assert.That(e.PositionSettled.Lots, Is.EqualTo(held));
                _cash[e.PositionSettled.Account] = CashOf(e.PositionSettled.Account) + e.PositionSettled.CashMicros;
                break;
            case EventKind.InstrumentSettled:
                _cash[AccountId.Fees] = CashOf(AccountId.Fees) + e.InstrumentSettled.RemainderMicros;
                break;
            default:
                break;
        }
    }

    /// <summary>The L2 book that the events add up to, best first.</summary>
    public PriceLevel[] LevelsOf(InstrumentId instrument, Side side) =>
    [
        .. _resting.Values
            .Where(order => order.Instrument == instrument && order.Side == side)
            .GroupBy(order => order.PriceTicks)
            .OrderBy(level => -side.Sign() * level.Key)
            .Select(level => new PriceLevel(level.Key, level.Sum(order => order.ShownLots), level.Count())),
    ];

    /// <summary>True when the account holds something that the epoch doesn't price.</summary>
    public bool HasUnpriced(AccountId account, IReadOnlyDictionary<InstrumentId, RiskRow> rows) =>
        _lots.Any(held => held.Key.Account == account && held.Value != 0 && !rows.ContainsKey(held.Key.Instrument));

    public BigInteger EquityOf(AccountId account, IReadOnlyDictionary<InstrumentId, RiskRow> rows)
    {
        BigInteger equity = CashOf(account) - FeesOf(account);
        foreach ((InstrumentId instrument, RiskRow row) in rows)
        {
            equity += (BigInteger)LotsOf(account, instrument) * row.MarkMicros;
        }

        return equity;
    }

    /// <summary>Sum over underlyings of the worst column's loss, open orders at their worst.</summary>
    public BigInteger MarginOf(
        AccountId account, IReadOnlyDictionary<InstrumentId, RiskRow> rows, bool withOrders = true)
    {
        BigInteger margin = 0;
        foreach (IGrouping<UnderlyingId, InstrumentId> underlying in rows.Keys
            .Where(_instruments.ContainsKey)
            .GroupBy(instrument => _instruments[instrument].Underlying))
        {
            HashSet<InstrumentId> members = [.. underlying];
            BigInteger worst = 0;
            for (int column = 0; column < ScenarioColumns.Count; column++)
            {
                BigInteger outcome = 0;
                foreach (InstrumentId instrument in members)
                {
                    outcome += (BigInteger)LotsOf(account, instrument) * rows[instrument].Cells[column];
                }

                foreach (ObservedOrder order in _resting.Values.Where(_ => withOrders))
                {
                    if (order.Account != account)
                    {
                        continue;
                    }

                    if (members.Contains(order.Instrument))
                    {
                        outcome += BigInteger.Min(0, OutcomeOf(order, rows[order.Instrument], column));
                    }
                    else if (_combos.TryGetValue(order.Instrument, out ComboLeg[]? legs)
                        && legs.All(leg => members.Contains(leg.Instrument)))
                    {
                        outcome += BigInteger.Min(0, OutcomeOf(order, legs, rows, column));
                    }
                }

                worst = BigInteger.Min(worst, outcome);
            }

            margin -= worst;
        }

        return margin;
    }

    /// <summary>Groups of 16 instruments in which the account has lots or something open.</summary>
    public IReadOnlySet<uint> GroupsOf(AccountId account) => _lots
        .Where(held => held.Key.Account == account && held.Value != 0).Select(held => held.Key.Instrument)
        .Concat(_resting.Values.Where(order => order.Account == account).Select(order => order.Instrument))
        .Concat(Waiting.Values.Where(order => order.Account == account).Select(order => order.Instrument))
        .SelectMany(instrument => (InstrumentId[])
            [instrument, .. _combos.GetValueOrDefault(instrument, []).Select(leg => leg.Instrument)])
        .Select(instrument => instrument.Value / 16).ToHashSet();

    private BigInteger OutcomeOf(ObservedOrder order, RiskRow row, int column)
    {
        InstrumentSpec spec = _instruments[order.Instrument];
        BigInteger priceMicros = (BigInteger)order.PriceTicks * spec.TickValue;
        long makerRate = spec.IsOption ? _fees.OptionMakerNano : _fees.LinearMakerNano;
        long takerRate = spec.IsOption ? _fees.OptionTakerNano : _fees.LinearTakerNano;
        long rate = _collecting.GetValueOrDefault(order.Instrument) ? takerRate : makerRate;
        BigInteger feePerLot = ((priceMicros * rate) + 999_999_999) / 1_000_000_000;
        BigInteger perLot = row.MarkMicros + row.Cells[column] - priceMicros;
        return (order.Side.Sign() * order.LeavesLots * perLot) - (order.LeavesLots * feePerLot);
    }

    /// <summary>A combo is its legs; its fee is a taker's at their marks.</summary>
    private BigInteger OutcomeOf(
        ObservedOrder order, ComboLeg[] legs, IReadOnlyDictionary<InstrumentId, RiskRow> rows, int column)
    {
        BigInteger perLot = -(BigInteger)order.PriceTicks * _instruments[order.Instrument].TickValue;
        BigInteger feePerLot = 0;
        foreach (ComboLeg leg in legs)
        {
            RiskRow row = rows[leg.Instrument];
            bool isOption = _instruments[leg.Instrument].IsOption;
            long rate = isOption ? _fees.OptionTakerNano : _fees.LinearTakerNano;
            perLot += (BigInteger)leg.Ratio * (row.MarkMicros + (BigInteger)row.Cells[column]);
            feePerLot += Math.Abs(leg.Ratio)
                * (((BigInteger.Abs(row.MarkMicros) * rate) + 999_999_999) / 1_000_000_000);
        }

        return (order.Side.Sign() * order.LeavesLots * perLot) - (order.LeavesLots * feePerLot);
    }

    private void ShrinkParty(in TradeParty party, long lots)
    {
        if (party.WasResting == 1)
        {
            Shrink(party.OrderId, lots, lots);
        }
    }

    private void Shrink(OrderId id, long lots, long shownLots)
    {
        ObservedOrder order = _resting[id];
        long leavesLots = order.LeavesLots - lots;
        Assert.That(leavesLots, Is.Not.Negative, $"order {id} gives {lots} of {order.LeavesLots} lots");
        Assert.That(order.ShownLots - shownLots, Is.InRange(0, leavesLots), $"order {id} shows what it has");
        if (leavesLots == 0)
        {
            _resting.Remove(id);
        }
        else
        {
            _resting[id] = order with { LeavesLots = leavesLots, ShownLots = order.ShownLots - shownLots };
        }
    }

    private void Settle(in TradeParty party, in Trade trade, Side side)
    {
        BigInteger value = (BigInteger)trade.PriceTicks * trade.Lots * _instruments[trade.Instrument].TickValue;
        _cash[party.Account] = CashOf(party.Account) - (side.Sign() * value);
        _owed[party.Account] = FeesOf(party.Account) + party.FeeMicros;
        _lots[(party.Account, trade.Instrument)] = LotsOf(party.Account, trade.Instrument) + (side.Sign() * trade.Lots);
    }
}
