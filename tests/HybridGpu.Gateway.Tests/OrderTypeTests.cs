using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Tests;

/// <summary>Every kind of order, as it comes and as it is reported.</summary>
public sealed class OrderTypeTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [Test]
    public void A_market_order_takes_what_is_there_and_its_rest_is_cancelled()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "2");
        Maker.Report("0", "M1");
        Send("T0", (54, "1"), (38, "3"), (40, "1"));
        Assert.That(Taker.Report("8", "T0")[58], Does.StartWith("Market order has no bound"), "no band here");
        Send("T1", (54, "1"), (38, "3"), (40, "1"), (44, "2005"));

        ReceivedMessage accepted = Taker.Report("0", "T1");
        Assert.That(Fields(accepted, 40, 59), Is.EqualTo("40=1 59=3"));
        Assert.That(Taker.Report("F", "T1")[31], Is.EqualTo("2000"));
        Assert.That(Fields(Taker.Report("4", "T1"), 14, 151, 20005), Is.EqualTo("14=2 151=0 20005=2"));
    }

    [Test]
    public void A_fill_or_kill_order_trades_all_or_nothing()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "2");
        Maker.Report("0", "M1");
        Send("T1", (54, "1"), (38, "3"), (40, "2"), (44, "2000"), (59, "4"));
        Taker.Report("0", "T1");
        Assert.That(Fields(Taker.Report("4", "T1"), 59, 14, 20005), Is.EqualTo("59=4 14=0 20005=10"));

        Send("T2", (54, "1"), (38, "2"), (40, "2"), (44, "2000"), (59, "4"));
        Taker.Report("0", "T2");
        Assert.That(Taker.Report("F", "T2")[39], Is.EqualTo("2"));
    }

    [Test]
    public void A_stop_waits_for_a_trade_at_its_price_and_is_a_market_order_then()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "5");
        Maker.Report("0", "M1");
        Send("S1", (54, "1"), (38, "1"), (40, "3"), (44, "2005"), (99, "2000"));
        ReceivedMessage waiting = Taker.Report("0", "S1");
        Assert.That(Fields(waiting, 40, 99, 44, 20003), Is.EqualTo("40=3 99=2000 44=2005 20003=0"));

        Send("T1", (54, "1"), (38, "1"), (40, "2"), (44, "2000"));
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");

        ReceivedMessage set = Taker.Report("D", "S1");
        Assert.That(Fields(set, 40, 39, 378), Is.EqualTo("40=1 39=0 378=99"));
        Assert.That(Taker.Report("F", "S1")[39], Is.EqualTo("2"));
    }

    [Test]
    public void A_stop_limit_order_and_an_iceberg_are_reported_with_all_their_terms()
    {
        Send("S1", (18, "E 6"), (54, "1"), (38, "9"), (40, "4"), (44, "2010"), (99, "2005"), (20003, "1"));
        Assert.That(Taker.Report("8", "S1")[58], Is.Not.Empty, "there is nothing to reduce");
        Send("S2", (54, "1"), (38, "9"), (40, "4"), (44, "2010"), (99, "2005"), (20003, "1"), (20002, "2"));
        Assert.That(
            Fields(Taker.Report("0", "S2"), 40, 44, 99, 20003, 20002),
            Is.EqualTo("40=4 44=2010 99=2005 20003=1 20002=2"));
        Send("I1", (54, "1"), (38, "9"), (40, "2"), (44, "1990"), (111, "2"));
        Assert.That(Fields(Taker.Report("0", "I1"), 38, 111, 151), Is.EqualTo("38=9 111=2 151=9"));
        Maker.RequestMarketData("D", SubscriptionRequestTypeValues.Snapshot, Call);
        Assert.That(NextTold(Maker, "W").Group(269, 270, 271), Is.EqualTo(new[] { "269=0", "270=1990", "271=2" }));
    }

    [Test]
    public void A_post_only_order_slides_where_its_maker_says_so()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "2");
        Maker.Report("0", "M1");
        Send("T1", (18, "6"), (54, "1"), (38, "1"), (40, "2"), (44, "2000"), (20006, "1"));

        Assert.That(Fields(Taker.Report("0", "T1"), 18, 44, 151), Is.EqualTo("18=6 44=1999.9 151=1"));
    }

    [Test]
    public void A_reduce_only_order_is_cut_to_the_position()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "2");
        Maker.Report("0", "M1");
        Taker.Order("T1", SideValues.Buy, "2000", "2");
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");

        Send("T2", (18, "E"), (54, "2"), (38, "5"), (40, "2"), (44, "2100"));

        Assert.That(Fields(Taker.Report("0", "T2"), 18, 38, 151), Is.EqualTo("18=E 38=2 151=2"));
    }

    [TestCase("StopPx(99) belongs", 40, "2", 44, "2000", 99, "2000")]
    [TestCase("OrdType(40) 2 and 4 need", 40, "4", 99, "2000", 1, "21")]
    [TestCase("StopPx(99) is not a multiple", 40, "3", 99, "2000.05", 1, "21")]
    [TestCase("MaxFloor(111) must be", 40, "2", 44, "2000", 111, "0.5")]
    [TestCase("QuoteGroup(20001) must be", 40, "2", 44, "2000", 20001, "65")]
    [TestCase("Side, order type, time in force", 40, "1", 18, "6", 59, "3")]
    public void Terms_that_do_not_fit_together_are_refused_with_the_field(
        string reason, int tag1, string value1, int tag2, string value2, int tag3, string value3)
    {
        Send("X", (54, "1"), (38, "1"), (tag1, value1), (tag2, value2), (tag3, value3));

        Assert.That(Taker.Report("8", "X")[58], Does.StartWith(reason));
    }

    private void Send(string clOrdId, params (int Tag, string Value)[] terms) =>
        Taker.Raw("D", [(11, clOrdId), (55, Call), (60, "20260205-08:00:00"), .. terms]);
}
