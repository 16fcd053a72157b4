using System;
using System.Buffers.Text;
using System.Collections.Generic;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>Decides what a taker watches and trades, and keeps its open orders.</summary>
internal sealed class TakerLogic : IParticipantLogic
{
    private const double BurstSeconds = 0.25;
    private const double LeanMax = 0.4;
    private const int InventoryCapacity = 4_096;
    private const long NsPerTick = 100;
    private const long RechoicePauseNs = MarketTime.SecondNs / 2;

    private readonly ParticipantSettings _settings;
    private readonly TakerSettings _taker;
    private readonly IMarket _market;
    private readonly ParticipantStatistics _statistics;
    private readonly Random _random;
    private readonly WatchList _watched;
    private readonly RateBudget _budget;
    private readonly FixMessageWriter _writer = new();
    private readonly Dictionary<long, SentOrder> _open = [];
    private readonly List<long> _due = [];
    private readonly Dictionary<uint, long> _inventory = [];
    private int _restingCount;
    private long _lastId;
    private long _chosenNs;
    private long _sweptNs;

    public TakerLogic(
        ParticipantSettings settings, TakerSettings taker, IMarket market, ParticipantStatistics statistics)
    {
        _settings = settings;
        _taker = taker;
        _market = market;
        _statistics = statistics;
        _random = new Random(settings.Seed);
        _watched = new WatchList(taker.SymbolCount, _random);
        _budget = new RateBudget(taker.OrdersPerSecond, Math.Max(1, taker.OrdersPerSecond * BurstSeconds));
        // Microseconds of the start: numbers go on rising after a restart, because fewer than one a microsecond are
        // used.
        _lastId = MarketTime.NowNs(settings.Time) / 1_000;
    }

    /// <summary>What it sends through; set before the start.</summary>
    public FixClient? Client { get; set; }

    public void OnLogon(long nowNs)
    {
        // A subscription ends with its connection. Open orders do not: their reports come by resend.
        _watched.Clear();
        _chosenNs = 0;
    }

    public void OnCycle(long nowNs)
    {
        _budget.Refill(nowNs);
        SweepOpen(nowNs);
        if (nowNs - _chosenNs >= _taker.RotationInterval.Ticks * NsPerTick)
        {
            Rotate(nowNs);
        }

        while (_watched.Count > 0 && _budget.Available >= 1 && _open.Count - _restingCount < _taker.UnansweredMax)
        {
            _budget.Spend(1);
            if (!TryTrade(_watched[_random.Next(_watched.Count)], nowNs))
            {
                // No price there now; the next cycle tries another.
                break;
            }
        }
    }

    public void OnStopping(long nowNs)
    {
        foreach ((long id, SentOrder order) in _open)
        {
            if (order.Rests && !order.CancelSent)
            {
                SendCancel(id, in order, nowNs);
            }
        }
    }

    public void OnMessage(FixMessage message, long nowNs)
    {
        if (message.MsgType.SequenceEqual(MsgTypes.MarketDataSnapshotFullRefresh))
        {
            var snapshot = new MarketDataSnapshotFullRefreshReader(message);
            _watched.Find(snapshot.Symbol)?.Apply(snapshot);
        }
        else if (message.MsgType.SequenceEqual(MsgTypes.ExecutionReport))
        {
            OnReport(new ExecutionReportReader(message));
        }
        else if (message.MsgType.SequenceEqual(MsgTypes.OrderCancelReject))
        {
            var reject = new OrderCancelRejectReader(message);
            _statistics.AddReject(reject.Text);
            Close(reject.OrigClOrdID);
        }
        else if (message.MsgType.SequenceEqual(MsgTypes.MarketDataRequestReject))
        {
            var reject = new MarketDataRequestRejectReader(message);
            _statistics.AddReject(reject.Text);
            if (_watched.IsCurrent(reject.MDReqID))
            {
                // Something chosen had just expired: a newer view won't have it.
                _watched.Clear();
                _chosenNs = nowNs + RechoicePauseNs - (_taker.RotationInterval.Ticks * NsPerTick);
            }
        }
    }

    private void Rotate(long nowNs)
    {
        _chosenNs = nowNs;
        if (_watched.IsSubscribed)
        {
            Client!.TrySend(_watched.WriteUnsubscribe());
        }

        _watched.Choose(_market.Latest.Guides);
        if (_watched.Count > 0)
        {
            Client!.TrySend(_watched.WriteSubscribe(++_lastId));
        }
    }

    private bool TryTrade(WatchedBook book, long nowNs)
    {
        double lean = LeanMax * Math.Clamp(InventoryOf(book.Instrument) / (double)_taker.InventoryLots, -1, 1);
        bool buys = _random.NextDouble() < 0.5 - lean;
        bool rests = _random.NextDouble() < _taker.RestingShare && _restingCount < _taker.RestingMax;
        long lots = 1 + _random.Next(_taker.OrderLotsMax);
        long ticks;
        if (rests)
        {
            if (book.BidLots == 0 || book.AskLots == 0)
            {
                return false;
            }

            ticks = buys ? book.BidTicks : book.AskTicks;
        }
        else
        {
            long shown = buys ? book.AskLots : book.BidLots;
            long through = _random.NextDouble() < _taker.ThroughShare ? 1 : 0;
            ticks = buys ? book.AskTicks + through : book.BidTicks - through;
            lots = Math.Min(lots, shown);
        }

        if (lots <= 0 || ticks < 1 || ticks > book.Instrument.Spec.PriceTicksMax)
        {
            return false;
        }

        return SendOrder(
            book.Instrument, buys ? SideValues.Buy : SideValues.Sell, lots, ticks, rests, nowNs);
    }

    private bool SendOrder(MarketInstrument instrument, byte side, long lots, long ticks, bool rests, long nowNs)
    {
        long id = ++_lastId;
        NewOrderSingleWriter message = new NewOrderSingleWriter(_writer).ClOrdID(id).Account(_settings.Account.Value);
        if (rests)
        {
            message = message.ExecInst("6"u8);
        }

        message.Symbol(instrument.SymbolBytes)
            .Side(side)
            .TransactTime(nowNs)
            .OrderQty(new FixDecimal(lots, 0))
            .OrdType(OrdTypeValues.Limit)
            .Price(instrument.PriceOf(ticks))
            .TimeInForce(rests ? TimeInForceValues.GoodTillCancel : TimeInForceValues.ImmediateOrCancel);
        if (!Client!.TrySend(_writer))
        {
            return false;
        }

        _statistics.AddOrder();
        _open.Add(id, new SentOrder(instrument, side, lots, rests, nowNs, CancelSent: false));
        _restingCount += rests ? 1 : 0;
        return true;
    }

    private void SendCancel(long id, in SentOrder order, long nowNs)
    {
        new OrderCancelRequestWriter(_writer)
            .OrigClOrdID(id)
            .ClOrdID(++_lastId)
            .Account(_settings.Account.Value)
            .Symbol(order.Instrument.SymbolBytes)
            .Side(order.Side)
            .TransactTime(nowNs)
            .OrderQty(new FixDecimal(order.Lots, 0));
        if (Client!.TrySend(_writer))
        {
            _statistics.AddCancel();
        }
    }

    private void OnReport(ExecutionReportReader report)
    {
        switch (report.ExecType)
        {
            case ExecTypeValues.New:
                _statistics.AddAck();
                break;
            case ExecTypeValues.Rejected:
                _statistics.AddReject(report.Text);
                break;
            case ExecTypeValues.Trade when report.LastQty.TryRescale(0, out long lots):
                _statistics.AddFill(lots);
                CountPosition(report.ClOrdID, report.Side == SideValues.Buy ? lots : -lots);
                break;
            default:
                break;
        }

        // A cancel's own report names the order in 41; every other report in 11.
        if (report.OrdStatus is OrdStatusValues.Filled or OrdStatusValues.Canceled or OrdStatusValues.Rejected
            or OrdStatusValues.Expired)
        {
            Close(report.HasOrigClOrdID ? report.OrigClOrdID : report.ClOrdID);
        }
    }

    private void CountPosition(ReadOnlySpan<byte> clOrdId, long lots)
    {
        if (Utf8Parser.TryParse(clOrdId, out long id, out _) && _open.TryGetValue(id, out SentOrder order))
        {
            if (_inventory.Count >= InventoryCapacity)
            {
                // Only the lean of sides is lost; the venue keeps the positions.
                _inventory.Clear();
            }

            _inventory[order.Instrument.Id.Value] = InventoryOf(order.Instrument) + lots;
        }
    }

    private long InventoryOf(MarketInstrument instrument) => _inventory.GetValueOrDefault(instrument.Id.Value);

    private void Close(ReadOnlySpan<byte> clOrdId)
    {
        if (Utf8Parser.TryParse(clOrdId, out long id, out _))
        {
            Close(id);
        }
    }

    private void Close(long id)
    {
        if (_open.Remove(id, out SentOrder order) && order.Rests)
        {
            _restingCount--;
        }
    }

    /// <summary>Cancels what has rested long enough and gives up on what was never answered; looks ten times a
    /// second.</summary>
    private void SweepOpen(long nowNs)
    {
        if (nowNs - _sweptNs < MarketTime.SecondNs / 10)
        {
            return;
        }

        _sweptNs = nowNs;
        long answerNs = _taker.AnswerTimeout.Ticks * NsPerTick;
        long restNs = _taker.RestingTime.Ticks * NsPerTick;
        _due.Clear();
        foreach ((long id, SentOrder order) in _open)
        {
            long limitNs = !order.Rests ? answerNs : order.CancelSent ? restNs + answerNs : restNs;
            if (nowNs - order.SentNs >= limitNs)
            {
                _due.Add(id);
            }
        }

        foreach (long id in _due)
        {
            SentOrder order = _open[id];
            if (order.Rests && !order.CancelSent)
            {
                SendCancel(id, in order, nowNs);
                _open[id] = order with { CancelSent = true };
            }
            else
            {
                _statistics.LastError = "an order was not answered in time";
                Close(id);
            }
        }
    }
}
