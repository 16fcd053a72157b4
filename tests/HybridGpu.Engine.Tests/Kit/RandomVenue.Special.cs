using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <content>What happens more rarely: replaces, stops, mass cancels, kill switches, protection, limits, rules,
/// auctions.</content>
internal sealed partial class RandomVenue
{
    private AnOrder Stop(AnOrder order, InstrumentId id)
    {
        int away = _random.Next(1, 9);
        bool isLimit = _random.Next(2) == 0;
        bool byMark = _random.Next(2) == 0;
        return order.With((ref NewOrder o) =>
        {
            o.Type = isLimit ? OrderType.StopLimit : OrderType.Stop;
            o.Trigger = byMark ? StopTrigger.Mark : StopTrigger.LastTrade;
            o.StopTicks = Math.Max(1, _markTicks[id] + (o.Side.Sign() * away));
            o.PriceTicks = isLimit ? Math.Max(1, o.StopTicks + (o.Side.Sign() * 3)) : o.PriceTicks;
        });
    }

    private void Replace()
    {
        int client = _random.Next(_accounts.Count);
        Command command = Command.Of(CommandKind.ReplaceOrder);
        command.ReplaceOrder.Account = _accounts[client];
        command.ReplaceOrder.OrigClOrdId = Name();
        command.ReplaceOrder.ClOrdId = _random.Next(3) == 0 ? command.ReplaceOrder.OrigClOrdId : Name();
        command.ReplaceOrder.PriceTicks = Math.Max(1, _markTicks[Pick(_alive).Id] + _random.Next(-12, 13));
        command.ReplaceOrder.Lots = _random.Next(1, 30);
        Venue.Apply(command);
    }

    private Text40 Name() => Text40.Create(string.Create(CultureInfo.InvariantCulture, $"c{_random.Next(40)}"));

    private void Special()
    {
        switch (_random.Next(16))
        {
            case 12 or 13:
                ListCombo();
                break;
            case 14 or 15:
                Negotiate();
                break;
            case 0 or 1:
                State();
                break;
            case 2:
                Rules();
                break;
            case 3:
                Limits();
                break;
            case 4 or 5:
                Kill();
                break;
            case 6:
                MassCancel();
                break;
            case 7 or 8:
                Protect();
                break;
            default:
                Command reset = Command.Of(CommandKind.ResetQuoteProtection);
                reset.ResetQuoteProtection.Account = Pick(_accounts);
                reset.ResetQuoteProtection.QuoteGroup = (ushort)_random.Next(3);
                Venue.Apply(reset);
                break;
        }
    }

    private void State()
    {
        Command command = Command.Of(CommandKind.SetTradingState);
        command.SetTradingState.Scope = (TradingScope)_random.Next(3);
        command.SetTradingState.Instrument = Pick(_alive).Id;
        command.SetTradingState.Underlying = new UnderlyingId((byte)_random.Next(2));
        command.SetTradingState.State = _random.Next(2) == 0
            ? TradingState.Continuous
            : (TradingState)_random.Next(6);
        Venue.Apply(command);
    }

    private void Rules()
    {
        Command command = Command.Of(CommandKind.SetTradingRules);
        ref SetTradingRules rules = ref command.SetTradingRules;
        rules.Scope = (TradingScope)_random.Next(2);
        rules.Instrument = Pick(_alive).Id;
        rules.Underlying = new UnderlyingId((byte)_random.Next(2));
        rules.Kind = (InstrumentKind)_random.Next(1, 6);
        rules.Allocation = (MatchAllocation)_random.Next(3);
        rules.BandTicks = _random.Next(0, 20);
        rules.NotionalMaxMicros = _random.Next(3) == 0 ? 400_000_000 : 0;
        rules.Step0 = _random.Next(0, 3);
        rules.From1 = _random.Next(2) * 700;
        rules.Step1 = rules.From1 == 0 ? 0 : _random.Next(0, 6);
        Venue.Apply(command);
    }

    private void Limits()
    {
        Command command = Command.Of(CommandKind.SetAccountLimits);
        ref SetAccountLimits limits = ref command.SetAccountLimits;
        limits.Account = Pick(_accounts);
        limits.Firm = (uint)_random.Next(3);
        limits.OpenOrdersMax = (uint)(_random.Next(2) * _random.Next(1, 12));
        limits.SelfTrade = (SelfTradeAction)_random.Next(6);
        limits.SelfTradeByFirm = (byte)_random.Next(2);
        limits.OrderLotsMax = _random.Next(2) * 25;
        limits.MessagesPerTrade = (uint)(_random.Next(2) * _random.Next(1, 6));
        limits.MessagesFree = (uint)_random.Next(0, 10);
        limits.WindowNs = _random.Next(0, 2_000);
        Venue.Apply(command);
    }

    /// <summary>Switches are mostly released again at once, so that trading goes on.</summary>
    private void Kill()
    {
        Command command = Command.Of(CommandKind.KillSwitch);
        int client = _random.Next(_accounts.Count);
        command.KillSwitch.Scope = (KillScope)_random.Next(0, 5);
        command.KillSwitch.Session = _sessions[client];
        command.KillSwitch.Account = _accounts[client];
        command.KillSwitch.Firm = (uint)_random.Next(0, 3);
        command.KillSwitch.Engage = 1;
        bool byClient = _random.Next(2) == 0;
        command.Header.Session = byClient ? _sessions[client] : SessionId.Venue;
        command.Header.MsgSeqNum = byClient ? NextMsgSeqNum(client) : 0;
        Venue.Apply(command);
        command.KillSwitch.Engage = 0;
        command.Header.MsgSeqNum = byClient ? NextMsgSeqNum(client) : 0;
        Venue.Apply(command);
    }

    private void MassCancel()
    {
        Command command = Command.Of(CommandKind.MassCancel);
        command.MassCancel.Account = Pick(_accounts);
        command.MassCancel.Scope = (MassCancelScope)_random.Next(0, 7);
        command.MassCancel.Instrument = Pick(_alive).Id;
        command.MassCancel.Underlying = new UnderlyingId((byte)_random.Next(2));
        command.MassCancel.QuoteGroup = (ushort)_random.Next(3);
        command.MassCancel.Side = (Side)_random.Next(3);
        command.MassCancel.Target = (MassCancelTarget)_random.Next(0, 4);
        Venue.Apply(command);
    }

    private void Protect()
    {
        Command command = Command.Of(CommandKind.SetQuoteProtection);
        ref SetQuoteProtection terms = ref command.SetQuoteProtection;
        terms.Account = Pick(_accounts);
        terms.QuoteGroup = (ushort)_random.Next(0, 4);
        terms.WindowNs = _random.Next(5) == 0 ? 0 : _random.Next(1, 3_000);
        terms.FreezeNs = _random.Next(2) * _random.Next(1, 5_000);
        terms.QuantityMaxMicros = _random.Next(2) * _random.Next(1, 40) * 1_000_000L;
        terms.DeltaMaxMicros = _random.Next(2) * _random.Next(1, 200_000);
        terms.VegaMaxMicros = _random.Next(2) * _random.Next(1, 200_000);
        terms.TradesMax = (uint)(_random.Next(2) * _random.Next(1, 8));
        Venue.Apply(command);
    }

    /// <summary>Now and then terms that can't be listed.</summary>
    private void ListCombo()
    {
        (InstrumentId Id, InstrumentSpec Terms)[] legs =
            [.. _alive.Where(listed => listed.Terms.Kind != InstrumentKind.Combo).OrderBy(_ => _random.Next()).Take(2)];
        int[] ratios = [_random.Next(2) == 0 ? 1 : -1, _random.Next(-3, 4)];
        InstrumentSpec terms = AnInstrument.Perpetual(legs[0].Terms.Underlying.Value);
        terms.Kind = InstrumentKind.Combo;
        terms.ExpiryNs = Math.Min(legs[0].Terms.ExpiryNs, legs[1].Terms.ExpiryNs);
        terms.Id = new InstrumentId((uint)Venue.Engine.InstrumentCount);
        terms.Symbol = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"I{terms.Id.Value}"));
        terms.Yields = (byte)(terms.Id.Value & 1);
        Command command = Command.Of(CommandKind.ListCombo);
        command.Instrument = terms;
        ComboLeg[] payload =
            [.. legs.Zip(ratios, (leg, ratio) => new ComboLeg { Instrument = leg.Id, Ratio = ratio })];
        VenueEvent[] events = Venue.Apply(command, MemoryMarshal.AsBytes(payload.AsSpan()));
        if (events[0].Header.Kind == EventKind.ComboListed)
        {
            _alive.Add((terms.Id, terms));
            _combos.Add(terms.Id, payload);
            MarkCombos();
        }
    }

    /// <summary>Combos are quoted around what their legs come to.</summary>
    private void MarkCombos()
    {
        foreach ((InstrumentId combo, ComboLeg[] legs) in _combos)
        {
            _markTicks[combo] = legs.Sum(leg => leg.Ratio * _markTicks[leg.Instrument]);
        }
    }

    /// <summary>A whole request for quote in one go, with answers from some and an acceptance by the asker.</summary>
    private void Negotiate()
    {
        (InstrumentId id, _) = Pick(_alive);
        AccountId asker = Pick(_accounts);
        Command ask = Command.Of(CommandKind.RequestForQuote);
        ask.RequestForQuote.Account = asker;
        ask.RequestForQuote.Name = Name();
        ask.RequestForQuote.Instrument = id;
        ask.RequestForQuote.Lots = _random.Next(1, 60);
        ask.RequestForQuote.Side = (Side)_random.Next(3);
        ask.RequestForQuote.ExpiryNs = Venue.NowNs + _random.Next(0, 2_000);
        VenueEvent[] asked = Venue.Apply(ask);
        ulong number = asked[0].Request.Request;
        for (int i = _random.Next(5); i > 0; i--)
        {
            Command answer = Command.Of(CommandKind.QuoteRequestAnswer);
            answer.QuoteRequestAnswer.Request = number;
            answer.QuoteRequestAnswer.Account = Pick(_accounts);
            answer.QuoteRequestAnswer.BidTicks = _markTicks[id] - _random.Next(1, 4);
            answer.QuoteRequestAnswer.AskTicks = _markTicks[id] + _random.Next(0, 4);
            answer.QuoteRequestAnswer.BidLots = _random.Next(0, 40);
            answer.QuoteRequestAnswer.AskLots = _random.Next(0, 40);
            Venue.Apply(answer);
        }

        Venue.NowNs += _random.Next(3) == 0 ? 1_500 : 0;
        Command accept = Command.Of(CommandKind.AcceptQuotes);
        accept.AcceptQuotes.Request = number;
        accept.AcceptQuotes.Account = asker;
        accept.AcceptQuotes.Side = (Side)_random.Next(1, 3);
        accept.AcceptQuotes.LimitTicks = _markTicks[id] + (accept.AcceptQuotes.Side.Sign() * _random.Next(0, 6));
        accept.AcceptQuotes.Lots = _random.Next(0, 50);
        Venue.Apply(accept);
    }
}
