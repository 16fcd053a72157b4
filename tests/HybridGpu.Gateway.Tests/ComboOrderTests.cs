namespace HybridGpu.Gateway.Tests;

/// <summary>Combos: defined, ordered and traded by FIX.</summary>
public sealed class ComboOrderTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";
    private const string Put = "BTC-27MAR26-70000-P";

    [Test]
    public void A_combo_is_defined_by_its_legs_and_has_one_symbol_however_they_are_named()
    {
        string symbol = Define(Maker, "D1", (Put, "2", "1"), (Call, "1", "1"));

        Assert.That(symbol, Does.Match("^BTC-CMB-[0-9A-F]{16}$"));
        Assert.That(Define(Taker, "D2", (Call, "1", "1"), (Put, "2", "1")), Is.EqualTo(symbol), "in any order");
        Assert.That(Define(Taker, "D3", (Call, "2", "1"), (Put, "1", "1")), Is.Not.EqualTo(symbol), "the other way");
        Taker.Raw("c", (320, "L1"), (321, "0"), (55, symbol));
        Assert.That(Taker.Next("d").Group(55, 167, 555, 600, 623, 624), Is.EqualTo(new[]
        {
            $"55={symbol}", "167=MLEG", "555=2", $"600={Call}", "623=1", "624=1", $"600={Put}", "623=1", "624=2",
        }));
        Taker.Raw("x", (320, "L2"), (559, "0"), (55, symbol));
        Assert.That(Taker.Next("y").Group(55, 167, 969), Is.EqualTo(new[] { $"55={symbol}", "167=MLEG", "969=0.1" }));
    }

    [Test]
    public void An_order_in_a_combo_by_its_legs_trades_all_of_them()
    {
        string symbol = Define(Maker, "D1", (Call, "1", "1"), (Put, "2", "1"));
        Order(Maker, "M1", "2", "30", "-20", (55, symbol));
        Assert.That(Fields(Maker.Report("0", "M1"), 55, 54, 44, 38), Is.EqualTo($"55={symbol} 54=2 44=-20 38=30"));

        Order(Taker, "T1", "1", "10", "-15", (555, "2"), (600, Put), (624, "2"), (600, Call), (624, "1"));

        Assert.That(Taker.Report("0", "T1")[55], Is.EqualTo(symbol));
        Assert.That(Fields(Taker.Report("F", "T1"), 55, 54, 32, 442), Is.EqualTo($"55={Call} 54=1 32=10 442=2"));
        Assert.That(Fields(Taker.Report("F", "T1"), 55, 54, 32, 442), Is.EqualTo($"55={Put} 54=2 32=10 442=2"));
        Assert.That(
            Fields(Taker.Report("F", "T1"), 55, 54, 32, 31, 442, 39),
            Is.EqualTo($"55={symbol} 54=1 32=10 31=-20 442=3 39=2"));
    }

    [Test]
    public void An_order_in_a_combo_is_replaced_and_cancelled_like_any_other()
    {
        string symbol = Define(Maker, "D1", (Call, "1", "1"), (Put, "2", "1"));
        Order(Maker, "M1", "2", "30", "-20", (55, symbol));
        Maker.Report("0", "M1");

        Maker.Raw(
            "AC", (41, "M1"), (11, "M2"), (55, symbol), (54, "2"), (60, "20260101-00:00:00"), (38, "20"), (40, "2"),
            (44, "-19.9"));

        Assert.That(Fields(Maker.Report("5", "M2"), 55, 44, 151), Is.EqualTo($"55={symbol} 44=-19.9 151=20"));
        Maker.Cancel("C1", "M2");
        Maker.Report("4", "C1");
    }

    [Test]
    public void What_makes_no_combo_is_refused_with_the_reason()
    {
        Refused("NoLegs(555) must be 2 to 8", (Call, "1", "1"));
        Refused("Unknown LegSymbol(600), or a combo itself", (Call, "1", "1"), ("NOWHERE", "1", "1"));
        Refused("LegSymbol(600) must not come twice", (Call, "1", "1"), (Call, "2", "1"));
        Refused("LegRatioQty(623) must be a whole number from 1 to 16", (Call, "1", "17"), (Put, "1", "1"));
        Refused("LegRatioQty(623) must be a whole number from 1 to 16", (Call, "1", "0.5"), (Put, "1", "1"));
        Refused(
            "One leg must have LegRatioQty(623) 1: it takes up what the others leave",
            (Call, "1", "2"),
            (Put, "1", "2"));

        Order(Taker, "T1", "1", "10", "-15", (555, "2"), (600, Put), (624, "2"), (600, Call), (624, "1"));
        Assert.That(
            Fields(Taker.Report("8", "T1"), 55, 58),
            Is.EqualTo("55=[N/A] 58=No combo has these legs: define it by SecurityDefinitionRequest(c)"));
        Order(Taker, "T2", "1", "10", "15", (55, Call));
        Assert.That(Taker.Report("8", "T2")[58], Does.StartWith("Symbol(55) must be a combo"));
        string symbol = Define(Maker, "D1", (Call, "1", "1"), (Put, "2", "1"));
        Order(
            Taker, "T3", "1", "10", "-15", (55, symbol), (555, "2"), (600, Put), (624, "1"), (600, Call), (624, "1"));
        Assert.That(Taker.Report("8", "T3")[58], Is.EqualTo("The legs are not those of Symbol(55)"));
    }

    [Test]
    public void A_session_defines_1024_times_at_most_and_leaves_a_leg_free_for_others()
    {
        for (int i = 0; i < 1_024; i++)
        {
            // A hundred packages again and again: of the sixteen that an account may have on a leg the one that lies
            // idle longest goes each time, and has gone when it is asked for again.
            int package = i % 100;
            Ask(Taker, $"D{i}", [(Call, "1", "1"), (Put, package % 2 == 0 ? "1" : "2", $"{1 + (package / 2 % 16)}"),
                ("BTC-PERP", "1", $"{1 + (package / 32)}")]);
            ReceivedMessage definition = Taker.Next("d");
            Assert.That(definition[323], Is.EqualTo("1"), $"{i}: {definition}");
        }

        Ask(Taker, "ONE MORE", [(Call, "1", "3"), (Put, "1", "1")]);
        Assert.That(
            Fields(Taker.Next("d"), 320, 323, 58),
            Is.EqualTo("320=ONE MORE 323=5 58=This session has defined as many combos as it may"));
        Ask(Maker, "KNOWN", [(Call, "1", "1"), (Put, "1", "1"), ("BTC-PERP", "1", "1")]);
        Assert.That(Fields(Maker.Next("d"), 320, 323), Is.EqualTo("320=KNOWN 323=1"), "it comes back");
        Assert.That(Venue.Pipeline.Directory.InstrumentCount, Is.EqualTo(3 + 100), "under the number it had");
        Assert.That(Venue.Pipeline.Directory.LiveInstruments(), Has.Count.EqualTo(3 + 17));
        Assert.That(Venue.Pipeline.Directory.LiveCount, Is.EqualTo(3));
    }

    [Test]
    public void A_combo_that_gave_way_is_told_as_ended_takes_no_orders_and_is_the_same_when_it_is_defined_again()
    {
        string symbol = Define(Taker, "FIRST", Package(0));
        Maker.Raw("e", (324, "S1"), (263, "1"), (55, symbol));
        Assert.That(Fields(NextTold(Maker, "f"), 55, 326), Is.EqualTo($"55={symbol} 326=17"));
        for (int i = 1; i < 16; i++)
        {
            Define(Taker, $"D{i}", Package(i));
        }

        Ask(Taker, "ONE MORE", Package(16));
        Assert.That(Taker.Next("d")[323], Is.EqualTo("1"));
        Assert.That(Fields(Maker.Next("f"), 55, 326), Is.EqualTo($"55={symbol} 326=18"), "its followers, no News");
        Order(Maker, "M1", "2", "30", "-20", (55, symbol));
        Assert.That(Maker.Report("8", "M1")[58], Is.EqualTo("The instrument was delisted"));

        Ask(Maker, "AGAIN", Package(0));

        ReceivedMessage[] heard = [Maker.Next(), Maker.Next()];
        Assert.That(
            Fields(heard.Single(message => message.MsgType == "d"), 320, 323, 55),
            Is.EqualTo($"320=AGAIN 323=1 55={symbol}"), "Maker has a share too");
        Assert.That(
            Fields(heard.Single(message => message.MsgType == "f"), 55, 326), Is.EqualTo($"55={symbol} 326=17"));
        Order(Maker, "M2", "2", "30", "-20", (55, symbol));
        Assert.That(Maker.Report("0", "M2")[55], Is.EqualTo(symbol));

        static (string Symbol, string Side, string Ratio)[] Package(int i) =>
            [(Call, "1", "1"), (Put, i < 10 ? "2" : "1", $"{1 + (i % 10)}")];
    }

    [Test]
    public async Task A_combo_is_known_after_a_restart_and_what_the_venue_lists_goes_on_behind_it()
    {
        using var folder = new DisposableFolder();
        string symbol;
        await using (TestVenue venue = await TestVenue.OpenAsync(folder.Root))
        {
            await using var client = new TestClient("MAKER");
            client.Connect(venue.Port);
            symbol = Define(client, "D1", (Call, "1", "1"), (Put, "2", "1"));
            Assert.That(venue.Pipeline.Directory.LiveCount, Is.EqualTo(3), "a combo is no contract");
            await venue.CloseAsync();
        }

        await using TestVenue again = await TestVenue.OpenAsync(folder.Root);
        await using var later = new TestClient("TAKER");
        later.Connect(again.Port);

        Assert.That(Define(later, "D2", (Put, "2", "1"), (Call, "1", "1")), Is.EqualTo(symbol));
        Assert.That(again.Pipeline.Directory.InstrumentCount, Is.EqualTo(4));
        Assert.That(again.Pipeline.Catalog.Count, Is.EqualTo(4), "numbers have no gaps");
        await again.CloseAsync();
    }

    private static string Define(TestClient client, string id, params (string Symbol, string Side, string Ratio)[] legs)
    {
        Ask(client, id, legs);
        ReceivedMessage definition = client.Next("d");
        Assert.That(Fields(definition, 320, 323, 167), Is.EqualTo($"320={id} 323=1 167=MLEG"), definition.ToString());
        return definition[55]!;
    }

    private void Refused(string why, params (string Symbol, string Side, string Ratio)[] legs)
    {
        Ask(Taker, "REFUSED", legs);
        Assert.That(Fields(Taker.Next("d"), 320, 323, 58), Is.EqualTo($"320=REFUSED 323=5 58={why}"));
    }

    private static void Ask(TestClient client, string id, (string Symbol, string Side, string Ratio)[] legs) =>
        client.Raw("c",
        [
            (320, id), (321, "1"), (555, $"{legs.Length}"),
            .. legs.SelectMany(leg => new[] { (600, leg.Symbol), (623, leg.Ratio), (624, leg.Side) }),
        ]);

    private static void Order(
        TestClient client, string clOrdId, string side, string lots, string price, params (int, string)[] what) =>
        client.Raw("AB",
        [
            (11, clOrdId), .. what.Where(field => field.Item1 == 55), (54, side), (60, "20260101-00:00:00"), (38, lots),
            (40, "2"), (44, price), .. what.Where(field => field.Item1 != 55),
        ]);
}
