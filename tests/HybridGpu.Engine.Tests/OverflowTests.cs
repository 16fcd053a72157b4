using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Engine.Trading;

namespace HybridGpu.Engine.Tests;

/// <summary>Terms at the ends of what can be listed and set: no bound is passed by a product that wraps.</summary>
public sealed class OverflowTests : RulesFixture
{
    [Test]
    public void Lots_of_a_combo_times_its_legs_count_against_the_account_though_they_leave_a_long()
    {
        InstrumentSpec terms = AnInstrument.Perpetual();
        (terms.LotSizeMicros, terms.PriceTicksMax, terms.OrderLotsMax) = (100, 1, 1L << 61);
        InstrumentId[] legs = [.. Enumerable.Range(0, 8).Select(_ => Venue.List(terms))];
        Venue.Price([(default, RiskRow.Linear(1_000_000, 0)), .. legs.Select(leg => (leg, RiskRow.Linear(1, 0)))]);
        InstrumentId combo = ListCombo(terms, legs);

        // 8 legs of 2^61 lots are 2^64: nothing, in a long.
        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(1L << 61).In(combo).At(1));

        Assert.That(events[0].Order.Reason, Is.EqualTo(RejectCode.AccountLotLimit));
    }

    [Test]
    public void A_quantity_that_leaves_a_long_trips_protection()
    {
        InstrumentSpec terms = AnInstrument.Perpetual();
        (terms.LotSizeMicros, terms.TickSizeMicros, terms.ReferencePriceMicros) = (1_000_000_000_000, 1, 1);
        (terms.PriceTicksMax, terms.OrderLotsMax) = (10, 20_000_000);
        InstrumentId large = Venue.List(terms);
        Venue.Price((large, RiskRow.Linear(1_000_000, 0)));
        Venue.Deposit(Alice, 1_000 * TestVenue.Rich);
        Venue.Deposit(Bob, 1_000 * TestVenue.Rich);
        Send(CommandKind.SetQuoteProtection, (ref Command c) => c.SetQuoteProtection = new SetQuoteProtection
        {
            Account = Alice,
            QuoteGroup = 1,
            WindowNs = 1_000_000,
            QuantityMaxMicros = 1_000_000_000_000_000_000,
        });
        Venue.Rest(Alice, AnOrder.Sell(20_000_000).In(large).At(1).InGroup(1));

        // 18,446,745 lots are 2^64 and a little: less than the limit, in a long.
        VenueEvent[] events = Venue.Submit(Bob, AnOrder.Buy(18_446_745).In(large).At(1));

        Assert.That(LastKind(events), Is.EqualTo(EventKind.QuoteProtectionTripped));
        Assert.That(events[^1].QuoteProtection.QuantityMicros, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void A_combo_order_slides_to_no_price_that_it_could_not_have_named()
    {
        InstrumentId near = Venue.List(AnInstrument.Perpetual());
        Venue.Price(
            (default, RiskRow.Linear(1_000_000, 0)), (near, RiskRow.Linear(1_000_000, 0)));
        InstrumentId combo = ListCombo(AnInstrument.Perpetual(), [default, near], secondRatio: -1);
        Send(CommandKind.SetTradingRules, (ref Command c) => c.SetTradingRules = new SetTradingRules
        {
            Instrument = combo,
            Step0 = 1L << 61,
        });
        Venue.Rest(Bob, AnOrder.Sell(1).In(combo).At(0));

        VenueEvent[] events = Venue.Submit(Alice, AnOrder.Buy(1).In(combo).At(0).Slide());

        Assert.That(events[0].Order.Reason, Is.EqualTo(RejectCode.PostOnlyWouldTrade));
    }

    [Test]
    public void Rounding_to_a_step_is_exact_for_steps_as_large_as_a_long()
    {
        long[] steps = [1, 2, 3, 700, (1L << 61) - 1, 1L << 62, long.MaxValue - 1, long.MaxValue];
        long[] prices = [0, 1, -1, 5, -5, 1_400, -1_401, 1L << 61, -(1L << 61), 1L << 62, -(1L << 62)];
        foreach (long step in steps)
        {
            var rules = new TradingRules(new SetTradingRules { Step0 = step });
            foreach (long price in prices)
            {
                BigInteger rest = ((price % (BigInteger)step) + step) % step;
                BigInteger down = price - rest;
                BigInteger up = rest.IsZero ? down : down + step;
                Assert.That((BigInteger)rules.RoundAway(Side.Buy, price), Is.EqualTo(down), $"{price} by {step}");
                Assert.That((BigInteger)rules.RoundAway(Side.Sell, price), Is.EqualTo(up), $"{price} by {step}");
            }
        }
    }

    private InstrumentId ListCombo(InstrumentSpec terms, InstrumentId[] legs, int secondRatio = 1)
    {
        ComboLeg[] payload =
            [.. legs.Select((leg, i) => new ComboLeg { Instrument = leg, Ratio = i == 1 ? secondRatio : 1 })];
        terms.Kind = InstrumentKind.Combo;
        terms.Id = new InstrumentId((uint)Venue.Engine.InstrumentCount);
        terms.Symbol = Text40.Create("THE-COMBO");
        VenueEvent[] events = Send(
            CommandKind.ListCombo,
            (ref Command c) => c.Instrument = terms,
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(payload.AsSpan()));
        Assert.That(events[0].Header.Kind, Is.EqualTo(EventKind.ComboListed));
        return terms.Id;
    }
}
