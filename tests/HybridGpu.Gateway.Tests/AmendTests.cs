using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Tests;

/// <summary>Replacing orders, cancelling many, and asking how they stand.</summary>
public sealed class AmendTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";
    private const string Put = "BTC-27MAR26-70000-P";
    private const string Perpetual = "BTC-PERP";

    [Test]
    public void An_order_that_is_made_smaller_keeps_its_place_and_one_at_a_new_price_does_not()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        ReceivedMessage first = Maker.Report("0", "M1");
        Taker.Order("T1", SideValues.Sell, "2000", "3");
        Taker.Report("0", "T1");

        Replace("M2", "M1", "2000", "1");

        ReceivedMessage replaced = Maker.Report("5", "M2");
        Assert.That(Fields(replaced, 41, 39, 38, 44, 151), Is.EqualTo("41=M1 39=0 38=1 44=2000 151=1"));
        Assert.That(replaced[37], Is.EqualTo(first[37]), "it is the same order");
        Replace("M3", "M2", "1999", "2", orderId: first[37]);
        Assert.That(Fields(Maker.Report("5", "M3"), 41, 38, 44), Is.EqualTo("41=M2 38=2 44=1999"));
    }

    [Test]
    public void A_replacement_that_cannot_be_is_refused_and_the_order_stays()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        Maker.Report("0", "M1");

        Replace("X1", "M1", "2000.05", "3");
        Assert.That(Maker.Next("9").Group(11, 41, 434, 58), Is.EqualTo(new[]
        {
            "11=X1", "41=M1", "434=2", "58=Price(44) is not a multiple of the tick size",
        }));
        Replace("X2", "M1", "2000", "3", symbol: Put);
        Assert.That(Maker.Next("9")[58], Is.EqualTo("Symbol(55) is not the order's"));
        Replace("X3", "M1", "2000", "3", side: "1");
        Assert.That(Maker.Next("9")[58], Is.EqualTo("Side(54) is not the order's"));
        Replace("X4", "NONE", "2000", "3");
        Assert.That(Fields(Maker.Next("9"), 102, 434), Is.EqualTo("102=1 434=2"));
        Replace("X5", "M1", "2000", "0");
        Assert.That(Maker.Next("9")[58], Does.StartWith("Quantity must be"));
        Status("M1");
        Assert.That(Fields(Maker.Report("I", "M1"), 39, 38, 44, 151), Is.EqualTo("39=0 38=3 44=2000 151=3"));
    }

    [Test]
    public void Status_knows_what_was_sent_right_before_and_says_what_is_unknown()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        Status("M1", id: "S1");
        Maker.Report("0", "M1");
        Assert.That(Fields(Maker.Report("I", "M1"), 790, 39, 151, 14), Is.EqualTo("790=S1 39=0 151=3 14=0"));

        Taker.Order("T1", SideValues.Buy, "2000", "1");
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");
        Maker.Report("F", "M1");
        Status("M1");
        Assert.That(Fields(Maker.Report("I", "M1"), 39, 151, 14, 6), Is.EqualTo("39=1 151=2 14=1 6=2000"));
        Status("NEVER");
        Assert.That(Fields(Maker.Report("I", "NEVER"), 37, 39, 103), Is.EqualTo("37=NONE 39=8 103=5"));
        Maker.Cancel("C1", "M1");
        Maker.Report("4", "C1");
        Status("M1");
        Assert.That(Maker.Report("I", "M1")[39], Is.EqualTo("8"), "it is not open any more");
    }

    [Test]
    public void Mass_status_names_every_open_order_of_what_is_asked_for_and_no_quotes()
    {
        Maker.Quote("Q1", $"S,E,{Call},1990,5,2010,5");
        Maker.Next("b");
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        Maker.Order("M2", SideValues.Buy, "1900", "1", symbol: Put);
        Maker.Report("0", "M1");
        Maker.Report("0", "M2");

        MassStatus("A1", (585, "7"));
        ReceivedMessage one = Maker.Report("I", "M1");
        ReceivedMessage two = Maker.Report("I", "M2");
        Assert.That(Fields(one, 584, 911, 912, 55), Is.EqualTo($"584=A1 911=2 912=N 55={Call}"));
        Assert.That(Fields(two, 584, 911, 912, 55), Is.EqualTo($"584=A1 911=2 912=Y 55={Put}"));
        Assert.That(one[17], Is.Not.EqualTo(two[17]));
        MassStatus("A2", (585, "1"), (55, Put));
        Assert.That(Fields(Maker.Report("I", "M2"), 911, 912), Is.EqualTo("911=1 912=Y"));
        MassStatus("A3", (585, "2"), (311, "BTC"), (54, "2"));
        Maker.Report("I", "M1");
        MassStatus("A4", (585, "2"), (311, "DOGE"));
        Assert.That(Fields(Maker.Next("8"), 584, 39, 911, 58), Is.EqualTo(
            "584=A4 39=8 911=0 58=Unknown UnderlyingSymbol(311)"));
        MassStatus("A5", (585, "1"), (55, Perpetual));
        Assert.That(Maker.Next("8")[58], Is.EqualTo("No open orders"));
    }

    [TestCase("7", null, null, 5, TestName = "A mass cancel of everything")]
    [TestCase("1", 55, Call, 3, TestName = "A mass cancel of an instrument")]
    [TestCase("2", 311, "BTC", 5, TestName = "A mass cancel of an underlying")]
    [TestCase("E", 55, Put, 4, TestName = "A mass cancel of an expiry")]
    [TestCase("S", 20004, "2", 2, TestName = "A mass cancel of a session's quotes")]
    [TestCase("7", 54, "1", 3, TestName = "A mass cancel of one side")]
    public void A_mass_cancel_takes_what_it_names(string type, int? tag, string? value, int cancelled)
    {
        Maker.Quote("Q1", $"S,E,{Call},1990,5,2010,5");
        Maker.Next("b");
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        Maker.Order("M2", SideValues.Buy, "1900", "1", symbol: Put);
        Maker.Order("M3", SideValues.Buy, "60000", "1", symbol: Perpetual);
        Maker.Report("0", "M1");
        Maker.Report("0", "M2");
        Maker.Report("0", "M3");
        (int, string)[] scope = tag is { } named ? [(named, value!)] : [];

        Maker.Raw("q", [(11, "MC"), (530, type), (60, "20260205-08:00:00"), .. scope]);

        ReceivedMessage next = Maker.Next();
        while (next.MsgType == "8")
        {
            Assert.That(Fields(next, 150, 20005), Is.EqualTo("150=4 20005=9"));
            next = Maker.Next();
        }

        Assert.That(
            Fields(next, 35, 11, 530, 531, 533), Is.EqualTo($"35=r 11=MC 530={type} 531={type} 533={cancelled}"));
    }

    [Test]
    public void A_mass_cancel_that_names_nothing_known_is_refused()
    {
        Maker.Raw("q", (11, "MC"), (530, "1"), (55, "NOWHERE"), (60, "20260205-08:00:00"));
        Assert.That(Fields(Maker.Next("r"), 531, 532, 58), Is.EqualTo("531=0 532=1 58=Unknown Symbol(55)"));
        Maker.Raw("q", (11, "MC"), (530, "G"), (60, "20260205-08:00:00"));
        Assert.That(Maker.Next("r")[58], Does.StartWith("QuoteGroup(20001)"));
    }

    private void Replace(
        string clOrdId, string origClOrdId, string price, string quantity, string symbol = Call, string side = "2",
        string? orderId = null)
    {
        (int, string)[] id = orderId is null ? [] : [(37, orderId)];
        Maker.Raw(
            "G",
            [
                .. id, (41, origClOrdId), (11, clOrdId), (55, symbol), (54, side), (60, "20260205-08:00:00"),
                (38, quantity), (40, "2"), (44, price),
            ]);
    }

    private void Status(string clOrdId, string? id = null)
    {
        (int, string)[] request = id is null ? [] : [(790, id)];
        Maker.Raw("H", [(11, clOrdId), .. request, (55, Call), (54, "2")]);
    }

    private void MassStatus(string id, params (int Tag, string Value)[] scope) =>
        Maker.Raw("AF", [(584, id), .. scope]);
}
