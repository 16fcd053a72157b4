using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.MarketData;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A session with all the market data that it may have, in as many instruments as that takes.</summary>
public sealed class MarketDataBoundTests
{
    private const int Instruments =
        MarketDataSubscriptions.PerSessionMax / MarketDataSubscriptions.PerBookAndSessionMax;

    private const int MessagesOfRound = 1_000;

    [Test]
    public async Task A_session_has_8192_subscriptions_in_all_and_a_round_sends_1000_messages()
    {
        using var folder = new DisposableFolder();
        await using TestVenue venue = await TestVenue.OpenAsync(folder.Root, instrumentsMax: 4_096);
        InstrumentSpec[] listed = List(venue, Instruments + 1);
        await using var taker = new TestClient("TAKER");
        await using var maker = new TestClient("MAKER");
        taker.Connect(venue.Port);
        maker.Connect(venue.Port);
        string[] symbols = [.. listed.Select(spec => spec.Symbol.ToString())];
        for (int i = 0; i < MarketDataSubscriptions.PerBookAndSessionMax; i++)
        {
            foreach (string[] part in symbols[..Instruments].Chunk(MarketDataRequests.InstrumentsMax))
            {
                taker.RequestMarketData($"S{i}", SubscriptionRequestTypeValues.Subscribe, part);
                Assert.That(Told(venue, taker, part.Length).Select(m => m.MsgType), Is.All.EqualTo("W"));
            }
        }

        taker.RequestMarketData("ONE MORE", SubscriptionRequestTypeValues.Subscribe, symbols[^1]);
        Assert.That(
            VenueFixture.Fields(Told(venue, taker, 1)[0], 35, 262, 281, 58),
            Is.EqualTo("35=Y 262=ONE MORE 281=2 58=This session has the most subscriptions allowed"));
        maker.RequestMarketData("OTHER", SubscriptionRequestTypeValues.Subscribe, symbols[^1]);
        Assert.That(Told(venue, maker, 1)[0].MsgType, Is.EqualTo("W"), "another session has room");
        taker.RequestMarketData("S0", SubscriptionRequestTypeValues.Unsubscribe, symbols[Instruments - 1]);
        taker.RequestMarketData("NOW", SubscriptionRequestTypeValues.Subscribe, symbols[^1]);
        Assert.That(Told(venue, taker, 1)[0][262], Is.EqualTo("NOW"), "what has ended makes room");

        Rounds(venue, taker, listed);
        await venue.CloseAsync();
    }

    /// <summary>The venue stands still, and its publisher is given events by hand: 300 books change at once, each of
    /// which four subscriptions follow.</summary>
    private static void Rounds(TestVenue venue, TestClient taker, InstrumentSpec[] listed)
    {
        Assert.That(venue.Pipeline.Stop(), Is.True, venue.Pipeline.Fault?.ToString());
        MarketDataPublisher publisher = venue.Gateway.Handlers.OfType<MarketDataPublisher>().Single();
        long nowNs = long.MaxValue / 2;
        for (int i = 0; i < 300; i++)
        {
            VenueEvent rested = default;
            rested.Header.Kind = EventKind.OrderRested;
            rested.Header.SequencedNs = nowNs;
            rested.Order.Instrument = listed[i].Id;
            rested.Order.Side = Side.Buy;
            rested.Order.PriceTicks = 10;
            rested.Order.ShownLots = 1;
            publisher.OnEvent(in rested, isReplay: false, endOfBatch: i == 299);
        }

        AssertHears(taker, MessagesOfRound);
        VenueEvent later = default;
        later.Header.Kind = EventKind.ClockAdvanced;
        later.Header.SequencedNs = nowNs + 1;
        publisher.OnEvent(in later, isReplay: false, endOfBatch: true);
        AssertHears(taker, 0);
        later.Header.SequencedNs = nowNs + 20_000_000;
        publisher.OnEvent(in later, isReplay: false, endOfBatch: true);
        AssertHears(taker, 1_200 - MessagesOfRound);
    }

    private static void AssertHears(TestClient client, int books)
    {
        for (int i = 0; i < books; i++)
        {
            client.Next("W");
        }

        client.AssertQuiet();
    }

    private static ReceivedMessage[] Told(TestVenue venue, TestClient client, int count)
    {
        var told = new List<ReceivedMessage>(count);
        Eventually.Until(
            () =>
            {
                venue.Tick();
                while (told.Count < count && client.TryNext() is { } next)
                {
                    told.Add(next);
                }

                return told.Count == count;
            },
            "the publisher answers");
        return [.. told];
    }

    private static InstrumentSpec[] List(TestVenue venue, int count)
    {
        Assert.That(
            venue.Pipeline.Directory.TryFindInstrument(Text40.Create("BTC-PERP"), out InstrumentSpec like), Is.True);
        var listed = new InstrumentSpec[count];
        ulong last = 0;
        for (int i = 0; i < count; i++)
        {
            Command command = Command.Of(CommandKind.ListInstrument);
            command.Instrument = like;
            command.Instrument.Id = InstrumentId.Unassigned;
            command.Instrument.Symbol = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"P{i}"));
            last = venue.Pipeline.Gate.Publish(in command);
        }

        Eventually.Until(() => venue.Pipeline.Directory.AppliedSequence >= last, "all are listed");
        for (int i = 0; i < count; i++)
        {
            Text40 symbol = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"P{i}"));
            Assert.That(venue.Pipeline.Directory.TryFindInstrument(symbol, out listed[i]), Is.True);
        }

        return listed;
    }
}
