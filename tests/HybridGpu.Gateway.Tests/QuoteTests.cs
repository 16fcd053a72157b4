using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Tests;

/// <summary>Mass quotes and what becomes of them.</summary>
public sealed class QuoteTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";
    private const string Put = "BTC-27MAR26-70000-P";

    [Test]
    public void Bad_entries_are_named_in_their_sets_and_good_ones_stand()
    {
        Maker.Quote(
            "Q1",
            $"CALLS,C1,{Call},1990,5,2010,5",
            "CALLS,C2,NOWHERE,1,1,2,1",
            $"PUTS,P1,{Put},2010,5,1990,5",
            $"PERP,X1,BTC-PERP,1990.05,5,2010,5",
            "PERP,X2,BTC-PERP,1990,1.5,2010,5");

        ReceivedMessage ack = Maker.Next("b");
        Assert.That(Fields(ack, 117, 297, 1), Is.EqualTo("117=Q1 297=0 1=20"));
        // 368: 1 unknown symbol, 7 invalid spread, 8 invalid price, 3 exceeds limit.
        Assert.That(ack.Group(296, 302, 295, 299, 55, 368), Is.EqualTo(new[]
        {
            "296=3",
            "302=CALLS", "295=1", "299=C2", "368=1",
            "302=PUTS", "295=1", "299=P1", $"55={Put}", "368=7",
            "302=PERP", "295=2", "299=X1", "55=BTC-PERP", "368=8", "299=X2", "55=BTC-PERP", "368=3",
        }));
        Taker.Order("T1", SideValues.Buy, "2010", "1");
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");
        Maker.Next("8");
        Maker.AssertQuiet();
    }

    [Test]
    public void A_fill_of_a_quote_carries_its_QuoteID_and_a_new_quote_takes_its_place()
    {
        Maker.Quote("Q1", $"S,E,{Call},1990,5,2010,5");
        Assert.That(Maker.Next("b")[297], Is.EqualTo("0"));
        Taker.Order("T1", SideValues.Sell, "1990", "2");
        ReceivedMessage fill = Maker.Report("F", "Q1");
        Assert.That(Fields(fill, 117, 54, 32, 31, 151, 14, 39), Is.EqualTo("117=Q1 54=1 32=2 31=1990 151=3 14=2 39=1"));
        Taker.Report("0", "T1");
        Assert.That(Taker.Report("F", "T1")[117], Is.Null);

        Maker.Quote("Q2", $"S,E,{Call},1980,4,2020,0");
        Assert.That(Maker.Next("b").Group(117, 296), Is.EqualTo(new[] { "117=Q2" }));
        Taker.Order("T2", SideValues.Sell, "1990", "1", TimeInForceValues.ImmediateOrCancel);
        Taker.Report("0", "T2");
        Taker.Report("4", "T2");
        Taker.Order("T3", SideValues.Buy, "2020", "1", TimeInForceValues.ImmediateOrCancel);
        Taker.Report("0", "T3");
        Taker.Report("4", "T3");
        Taker.Order("T4", SideValues.Sell, "1980", "1");
        Taker.Report("0", "T4");
        Taker.Report("F", "T4");
        Assert.That(Maker.Report("F", "Q2")[117], Is.EqualTo("Q2"));
    }

    [Test]
    public void A_mass_quote_that_cannot_be_read_is_refused_whole()
    {
        Maker.Quote("Q1", $"SETNAMETOOLONG,E,{Call},1990,5,2010,5");
        ReceivedMessage refused = Maker.Next("b");
        Assert.That((refused[117], refused[297]), Is.EqualTo(("Q1", "5")));
        Assert.That(refused[58], Does.StartWith("QuoteSetID(302)"));
        Assert.That(Venue.Pipeline.Statistics.Quotes, Is.Zero);
    }

    [Test]
    public void More_refused_entries_than_are_named_are_said_to_be_more()
    {
        Maker.Quote("Q1", [.. Enumerable.Range(0, 1_000).Select(i => $"S,E{i},NOWHERE,1,1,2,1")]);
        ReceivedMessage ack = Maker.Next("b");
        Assert.That(ack.Group(299), Has.Length.EqualTo(200));
        Assert.That(ack[58], Is.EqualTo("More entries were refused than are named here"));
    }

    [Test]
    public void A_quoter_hears_as_much_as_it_asks_for()
    {
        Quote("Q1", "0", "1990");
        Quote("Q2", "1", "1990");
        Quote("Q3", "1", "2020");
        Assert.That(Fields(Maker.Next("b"), 117, 297), Is.EqualTo("117=Q3 297=0"), "only the one with a refused entry");
        Quote("Q4", "2", "1990");
        Assert.That(Maker.Next("b")[117], Is.EqualTo("Q4"));
        Maker.AssertQuiet();
    }

    [Test]
    public void A_set_whose_entries_are_not_all_there_is_refused_unless_it_comes_in_parts()
    {
        (int, string)[] Set(string total, params (int, string)[] fragment) =>
        [
            (117, "Q1"), (296, "1"), (302, "S"), (304, total), .. fragment, (295, "1"), (299, "E"), (55, Call),
            (132, "1990"), (134, "1"),
        ];
        Maker.Raw("i", Set("2"));
        Assert.That(Maker.Next("b")[58], Does.StartWith("TotNoQuoteEntries(304)"));
        Maker.Raw("i", Set("2", (893, "N")));
        Assert.That(Maker.Next("b")[297], Is.EqualTo("0"));
    }

    [Test]
    public void A_quote_cancel_takes_quotes_and_leaves_orders()
    {
        Maker.Quote("Q1", $"S,E1,{Call},1990,5,2010,5", $"S,E2,{Put},1990,5,2010,5", "S,E3,BTC-PERP,67000,5,69000,5");
        Maker.Next("b");
        Maker.Order("M1", SideValues.Buy, "1900", "1");
        Maker.Report("0", "M1");

        Maker.Raw("Z", (117, "Z1"), (298, "1"), (295, "1"), (55, Put));
        Assert.That(Fields(Maker.Next("b"), 117, 297), Is.EqualTo("117=Z1 297=1"));
        Maker.Raw("a", (649, "A1"), (55, Put));
        Assert.That(Fields(Maker.Next("AI"), 649, 297), Is.EqualTo("649=A1 297=9"));
        Maker.Raw("a", (649, "A2"), (55, Call));
        Assert.That(Fields(Maker.Next("AI"), 117, 132, 134, 133, 135, 297), Is.EqualTo(
            "117=Q1 132=1990 134=5 133=2010 135=5 297=16"));
        Maker.Raw("Z", (117, "Z2"), (298, "3"), (301, "1"), (311, "DOGE"));
        Assert.That(Fields(Maker.Next("b"), 117, 297, 58), Is.EqualTo(
            "117=Z2 297=5 58=Unknown UnderlyingSymbol(311)"));
        Maker.Raw("Z", (117, "Z3"), (298, "4"));
        Assert.That(Fields(Maker.Next("b"), 117, 297, 533), Is.EqualTo("117=Z3 297=4 533=4"));
        Maker.Raw("AF", (584, "S"), (585, "7"));
        Assert.That(Maker.Report("I", "M1")[912], Is.EqualTo("Y"));
    }

    [Test]
    public void A_quote_that_meets_the_same_trader_is_reported_gone()
    {
        Maker.Quote("Q1", $"S,E,{Call},1990,5,2010,5");
        Maker.Next("b");
        Maker.Raw(
            "D", (11, "M1"), (55, Call), (54, "2"), (60, "20260205-08:00:00"), (38, "2"), (40, "2"), (44, "1990"),
            (20002, "2"));

        Maker.Report("0", "M1");
        Assert.That(Fields(Maker.Next("AI"), 117, 55, 132, 134, 297, 20005), Is.EqualTo(
            $"117=Q1 55={Call} 132=1990 134=0 297=6 20005=6"));
    }

    [Test]
    public void A_protected_group_is_shut_when_its_limit_is_traded_and_opened_by_a_reset()
    {
        Maker.Raw("U1", (20001, "3"), (20011, "1"), (20012, "5000"), (20017, "1"));
        Assert.That(Fields(Maker.Next("U2"), 20001, 20018), Is.EqualTo("20001=3 20018=1"));
        GroupQuote("Q1");
        Assert.That(Maker.Next("b")[297], Is.EqualTo("0"));

        Taker.Order("T1", SideValues.Sell, "1990", "1");
        Assert.That(Fields(Maker.Report("F", "Q1"), 20001, 32), Is.EqualTo("20001=3 32=1"));
        Taker.Order("T2", SideValues.Sell, "1990", "2");

        Maker.Report("F", "Q1");
        ReceivedMessage trip = Maker.Next("U2");
        Assert.That(
            Fields(trip, 20001, 20018, 20019, 20020, 533), Is.EqualTo("20001=3 20018=2 20019=2 20020=0.003 533=2"));
        Assert.That(trip[20023], Is.Null, "it stays shut until a reset");
        GroupQuote("Q2");
        Assert.That(Fields(Maker.Next("b"), 117, 299, 368), Is.EqualTo("117=Q2 299=E 368=99"), "its entry is refused");
        Maker.Raw("U1", (20001, "3"), (20011, "2"));
        Assert.That(Maker.Next("U2")[20018], Is.EqualTo("3"));
        GroupQuote("Q3");
        Assert.That(Maker.Next("b")[297], Is.EqualTo("0"));
        Maker.Raw("U1", (20001, "65"), (20011, "2"));
        Assert.That(Fields(Maker.Next("U2"), 20018, 58), Is.EqualTo("20018=8 58=QuoteGroup(20001) must be 1 to 64"));
        Maker.Raw("U1", (20001, "4"), (20011, "1"));
        Assert.That(Maker.Next("U2")[58], Does.StartWith("ProtectionWindow(20012)"));
    }

    private void Quote(string id, string level, string bid) => Maker.Raw(
        "i", (117, id), (301, level), (296, "1"), (302, "S"), (304, "1"), (295, "1"), (299, "E"), (55, Call),
        (132, bid), (133, "2010"), (134, "1"), (135, "1"));

    private void GroupQuote(string id) => Maker.Raw(
        "i", (117, id), (20001, "3"), (296, "1"), (302, "S"), (304, "1"), (295, "1"), (299, "E"), (55, Call),
        (132, "1990"), (133, "2010"), (134, "5"), (135, "5"));
}
