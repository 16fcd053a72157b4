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
}
