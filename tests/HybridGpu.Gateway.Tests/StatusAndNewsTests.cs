using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Trading states by request and subscription, and the news that everyone gets.</summary>
public sealed class StatusAndNewsTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [Test]
    public void A_halt_is_told_to_who_asked_and_is_news_to_everyone()
    {
        Taker.Raw("e", (324, "E1"), (55, Call), (263, "1"));
        Assert.That(Fields(NextTold(Taker, "f"), 324, 55, 326, 20057), Is.EqualTo($"324=E1 55={Call} 326=17 20057=0"));

        Set(TradingState.Halt);

        Assert.That(
            Fields(Maker.Next("B"), 61, 148, 55, 58),
            Is.EqualTo($"61=1 148=Trading state halt: {Call} 55={Call} 58={Call} continuous to halt"));
        ReceivedMessage[] told = [Taker.Next(), Taker.Next()];
        ReceivedMessage halted = told.Single(message => message.MsgType == "f");
        Assert.That(Fields(halted, 324, 326, 20057), Is.EqualTo("324=E1 326=2 20057=3"));
        Assert.That(halted[60], Is.Not.Null);
        Assert.That(told.Count(message => message.MsgType == "B"), Is.EqualTo(1));

        Taker.Raw("e", (324, "E1"), (55, Call), (263, "2"));
        // Requests are taken in order: what is asked for after it is answered after it.
        Taker.Raw("e", (324, "E2"), (55, "BTC-PERP"), (263, "0"));
        NextTold(Taker, "f");
        Set(TradingState.Continuous);
        Taker.Next("B");
        Taker.AssertQuiet();
    }

    [Test]
    public void All_states_are_given_at_once_and_an_unknown_symbol_is_unknown()
    {
        Set(TradingState.ReduceOnly);
        Taker.Next("B");
        Taker.Raw("e", (324, "ALL"), (55, "[N/A]"), (263, "0"));
        NextTold(Taker, "f");
        string[] states = [.. new[] { Taker.Next("f"), Taker.Next("f") }.Select(f => Fields(f, 55, 326, 20057))];
        Assert.That(states, Has.Some.EqualTo("55=BTC-PERP 326=17 20057=0"));
        Taker.Raw("e", (324, "ONE"), (55, Call), (263, "0"));
        Assert.That(Fields(NextTold(Taker, "f"), 55, 326, 20057), Is.EqualTo($"55={Call} 326=17 20057=4"));
        Taker.Raw("e", (324, "NONE"), (55, "NOWHERE"), (263, "0"));
        Assert.That(Fields(Taker.Next("f"), 324, 326, 58), Is.EqualTo("324=NONE 326=20 58=Unknown Symbol(55)"));
    }

    [Test]
    public void An_expiry_is_one_piece_of_news_with_all_that_was_settled()
    {
        Taker.Raw("e", (324, "E1"), (55, Call), (263, "1"));
        NextTold(Taker, "f");
        Command settle = Command.Of(CommandKind.SettleExpiry);
        settle.SettleExpiry.ExpiryNs = TestMarket.ExpiryNs;
        settle.SettleExpiry.PriceMicros = 71_000_500_000;
        Venue.Clock.AdvanceMarket(TestMarket.ExpiryNs);

        Venue.Pipeline.Gate.Publish(in settle);

        ReceivedMessage news = Maker.Next("B");
        Assert.That(news.Group(61, 148, 146, 55, 58), Is.EqualTo(new[]
        {
            "61=0", "148=Settled: 2 instruments", "146=2", $"55={Call}", "55=BTC-27MAR26-70000-P",
            $"58={Call} settled at index 71000.5, 1.0005 USD a lot",
            "58=BTC-27MAR26-70000-P settled at index 71000.5, 0 USD a lot",
        }));
        ReceivedMessage[] told = [Taker.Next(), Taker.Next()];
        Assert.That(Fields(told.Single(message => message.MsgType == "f"), 326, 20057), Is.EqualTo("326=18 20057=5"));
    }

    [Test]
    public void No_more_than_1024_requests_wait_and_a_session_has_1024_subscriptions()
    {
        for (int i = 0; i < 1_024; i++)
        {
            Taker.Raw("e", (324, $"S{i}"), (55, Call), (263, "1"));
            if (i % 64 == 63)
            {
                for (int answer = 0; answer < 64; answer++)
                {
                    NextTold(Taker, "f");
                }
            }
        }

        Taker.Raw("e", (324, "S1024"), (55, Call), (263, "1"));
        Assert.That(
            Fields(NextTold(Taker, "f"), 324, 326, 58),
            Is.EqualTo("324=S1024 326=20 58=This session has the most subscriptions allowed"));

        // Nothing more happens at the venue: what is asked for waits for the next event.
        Assert.That(Venue.Pipeline.Stop(), Is.True, Venue.Pipeline.Fault?.ToString());
        for (int i = 0; i < 1_025; i++)
        {
            Maker.Raw("e", (324, $"W{i}"), (55, Call), (263, "0"));
        }

        Assert.That(
            Fields(Maker.Next("f"), 324, 326, 58), Is.EqualTo("324=W1024 326=20 58=Too many requests wait: retry"));
    }

    [Test]
    public void News_of_more_than_a_hundred_instruments_names_a_hundred()
    {
        for (uint i = 3; i < 110; i++)
        {
            Command list = Command.Of(CommandKind.ListInstrument);
            Venue.Pipeline.Directory.TryGetInstrument(TestMarket.Perpetual, out list.Instrument);
            list.Instrument.Id = new InstrumentId(i);
            list.Instrument.Symbol = Text40.Create($"BTC-PERP-{i}");
            Venue.Pipeline.Gate.Publish(in list);
        }

        Command halt = Command.Of(CommandKind.SetTradingState);
        halt.SetTradingState.Scope = TradingScope.Venue;
        halt.SetTradingState.State = TradingState.Halt;
        Venue.Pipeline.Gate.Publish(in halt);

        ReceivedMessage news = Maker.Next("B");
        Assert.That(Fields(news, 148, 146, 33), Is.EqualTo("148=Trading state halt: 110 instruments 146=100 33=101"));
        Assert.That(news.Group(58)[^1], Is.EqualTo("58=and 10 more"));
    }

    private void Set(TradingState state)
    {
        Command command = Command.Of(CommandKind.SetTradingState);
        command.SetTradingState.Scope = TradingScope.Instrument;
        command.SetTradingState.Instrument = TestMarket.Call;
        command.SetTradingState.State = state;
        Venue.Pipeline.Gate.Publish(in command);
        Venue.Tick();
    }
}
