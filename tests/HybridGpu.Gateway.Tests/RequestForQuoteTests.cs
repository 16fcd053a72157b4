namespace HybridGpu.Gateway.Tests;

/// <summary>Requests for quote from the first question to the last report.</summary>
public sealed class RequestForQuoteTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [Test]
    public void A_request_is_answered_and_its_answers_are_taken()
    {
        string number = Ask("RFQ1", "50");
        Assert.That(Fields(Told(Maker, "R"), 131, 55, 54, 38), Is.EqualTo($"131={number} 55={Call} 54= 38=50"));

        Maker.Raw("S", (117, "A1"), (131, number), (55, Call), (132, "1980"), (133, "2020"), (134, "50"), (135, "30"));

        Assert.That(
            Fields(Maker.Next("AI"), 131, 117, 297, 55), Is.EqualTo($"131={number} 117=A1 297=0 55={Call}"));
        Assert.That(
            Fields(Taker.Next("S"), 131, 117, 537, 55, 132, 133, 134, 135),
            Is.EqualTo($"131=RFQ1 117={number}.1 537=1 55={Call} 132=1980 133=2020 134=50 135=30"));

        Taker.Raw("AJ", (693, "T1"), (131, "RFQ1"), (694, "1"), (55, Call), (54, "1"), (38, "30"), (44, "2025"));

        ReceivedMessage bought = Taker.Report("F", "T1");
        Assert.That(Fields(bought, 55, 54, 32, 31, 39), Is.EqualTo($"55={Call} 54=1 32=30 31=2020 39=2"));
        Assert.That(Fields(Taker.Next("AI"), 131, 117, 297), Is.EqualTo($"131=RFQ1 117={number} 297=6"));
        Assert.That(Fields(Maker.Report("F", "A1"), 54, 32, 31), Is.EqualTo("54=2 32=30 31=2020"));
        Assert.That(Fields(Maker.Next("AI"), 131, 117, 297), Is.EqualTo($"131={number} 117={number} 297=6"));
    }

    [Test]
    public async Task Who_asks_is_not_said_and_makers_are_told_apart_by_number_only()
    {
        await using var other = new TestClient("OTHER");
        other.Connect(Venue.Port);
        string number = Ask("RFQ1", "10");
        ReceivedMessage asked = Told(Maker, "R");
        Told(other, "R");
        Assert.That((asked[1], asked[58], asked[11]), Is.EqualTo(((string?)null, (string?)null, (string?)null)));
        Maker.Raw("S", (117, "A1"), (131, number), (55, Call), (133, "2020"), (135, "10"));
        Assert.That(Taker.Next("S")[117], Is.EqualTo(number + ".1"));
        other.Raw("S", (117, "B1"), (131, number), (55, Call), (133, "2010"), (135, "4"));
        Assert.That(Taker.Next("S")[117], Is.EqualTo(number + ".2"));
        Maker.Raw("S", (117, "A2"), (131, number), (55, Call), (133, "2005"), (135, "10"));
        ReceivedMessage better = Taker.Next("S");
        Assert.That(Fields(better, 117, 133), Is.EqualTo($"117={number}.1 133=2005"));

        Taker.Raw("AJ", (693, "T1"), (131, number), (694, "1"), (55, Call), (54, "1"), (38, "10"), (44, "2020"));

        Assert.That(Fields(Taker.Report("F", "T1"), 32, 31), Is.EqualTo("32=10 31=2005"), "the best answer fills it");
    }

    [Test]
    public void A_request_that_nobody_takes_ends_by_pass_or_by_its_time()
    {
        string number = Ask("RFQ1", "50");
        Told(Maker, "R");
        Taker.Raw("AJ", (693, "P1"), (131, "RFQ1"), (694, "6"), (55, Call));
        Assert.That(Fields(Taker.Next("AI"), 131, 297), Is.EqualTo("131=RFQ1 297=11"));
        Assert.That(Fields(Maker.Next("AI"), 131, 297), Is.EqualTo($"131={number} 297=11"));

        string second = Ask("RFQ2", "50");
        Told(Maker, "R");
        Venue.Clock.AdvanceWall(TimeSpan.FromMinutes(2));
        Assert.That(Fields(NextTold(Taker, "AI"), 131, 297), Is.EqualTo("131=RFQ2 297=7"));
        Assert.That(Fields(Maker.Next("AI"), 131, 297), Is.EqualTo($"131={second} 297=7"));
        Maker.Raw("S", (117, "LATE"), (131, second), (55, Call), (133, "2020"), (135, "10"));
        Assert.That(
            Fields(Maker.Next("AI"), 117, 297, 58),
            Is.EqualTo("117=LATE 297=5 58=Unknown QuoteReqID(131), or no longer open"));
    }

    [Test]
    public void What_cannot_be_asked_is_refused_with_the_reason()
    {
        Taker.Raw("R", (131, "R1"), (146, "1"), (55, "NOWHERE"), (38, "5"));
        Assert.That(Fields(Taker.Next("AG"), 131, 658, 58), Is.EqualTo("131=R1 658=1 58=Unknown Symbol(55)"));
        Taker.Raw("R", (131, "R2"), (146, "1"), (55, Call));
        Assert.That(
            Fields(Taker.Next("AG"), 131, 658, 58),
            Is.EqualTo("131=R2 658=99 58=OrderQty(38) must be a whole number of lots"));
        Taker.Raw("R", (131, "R3"), (146, "2"), (55, Call), (38, "5"), (55, "BTC-PERP"), (38, "5"));
        Assert.That(Taker.Next("AG")[58], Does.StartWith("NoRelatedSym(146) must be 1"));
        Taker.Raw("R", (131, "R4"), (146, "1"), (55, Call), (38, "5"), (126, "20200101-00:00:00"));
        Assert.That(Fields(Taker.Next("AG"), 131, 658), Is.EqualTo("131=R4 658=4"), "the engine's refusal");

        string number = Ask("R5", "5");
        Taker.Raw("S", (117, "OWN"), (131, number), (55, Call), (133, "2020"), (135, "5"));
        Assert.That(Fields(Taker.Next("AI"), 117, 297), Is.EqualTo("117=OWN 297=5"), "nobody answers himself");
        Taker.Raw("AJ", (693, "T1"), (131, "R5"), (694, "1"), (55, Call), (54, "1"), (38, "5"), (44, "2020"));
        Assert.That(Fields(Taker.Next("AI"), 117, 131, 297), Is.EqualTo("117=T1 131=R5 297=5"), "no answers");
        Taker.Raw("R", (131, "R5"), (146, "1"), (55, Call), (38, "5"));
        Assert.That(Taker.Next("AG")[58], Is.EqualTo("QuoteReqID(131) is that of an open request"));
        Taker.Raw("AJ", (693, "T2"), (131, "R5"), (694, "2"), (55, Call));
        Assert.That(Taker.Next("AI")[58], Does.StartWith("QuoteRespType(694) must be 1"));
    }

    [Test]
    public void An_asker_that_was_away_hears_how_its_request_ended()
    {
        Ask("RFQ1", "50");
        Taker.Session.Logout("for a while");
        Venue.Clock.AdvanceWall(TimeSpan.FromMinutes(2));
        Venue.Tick();
        Told(Maker, "R");
        NextTold(Maker, "AI");

        Taker.Connect(Venue.Port);

        Assert.That(Fields(Taker.Next("AI"), 131, 297), Is.EqualTo("131=RFQ1 297=7"));
    }

    [Test]
    public void Answers_go_with_a_mass_cancel_and_with_their_session()
    {
        string number = Ask("RFQ1", "10");
        Told(Maker, "R");
        Maker.Raw("S", (117, "A1"), (131, number), (55, Call), (132, "1980"), (133, "2020"), (134, "10"), (135, "10"));
        Maker.Next("AI");
        Taker.Next("S");
        Maker.Raw("q", (11, "C1"), (530, "7"), (60, "20260320-10:00:00"));
        Assert.That(Fields(Maker.Next("AI"), 117, 297), Is.EqualTo("117=A1 297=0"));
        Assert.That(Fields(Maker.Next("r"), 531, 533), Is.EqualTo("531=7 533=2"));
        Assert.That(Fields(Taker.Next("S"), 117, 134, 135), Is.EqualTo($"117={number}.1 134=0 135=0"));
        Taker.Raw("AJ", (693, "T1"), (131, "RFQ1"), (694, "1"), (55, Call), (54, "1"), (38, "10"), (44, "2020"));
        Assert.That(Fields(Taker.Next("AI"), 117, 297), Is.EqualTo("117=T1 297=5"), "nothing is left to take");
    }

    [Test]
    public async Task Answers_of_a_session_that_asked_for_it_go_when_it_does()
    {
        await using var other = new TestClient("OTHER") { CancelOnDisconnect = true };
        other.Connect(Venue.Port);
        string number = Ask("RFQ1", "10");
        Told(other, "R");
        other.Raw("S", (117, "A1"), (131, number), (55, Call), (133, "2020"), (135, "10"));
        Assert.That(Taker.Next("S")[135], Is.EqualTo("10"));

        await other.KillAsync();

        Assert.That(Fields(Taker.Next("S"), 117, 134, 135), Is.EqualTo($"117={number}.1 134=0 135=0"));
    }

    /// <summary>Opens a request and gives the venue's number of it.</summary>
    private string Ask(string id, string lots)
    {
        Taker.Raw("R", (131, id), (146, "1"), (55, Call), (38, lots));
        ReceivedMessage taken = Taker.Next("AI");
        Assert.That(Fields(taken, 131, 297, 55), Is.EqualTo($"131={id} 297=10 55={Call}"));
        return taken[117]!;
    }

    private static ReceivedMessage Told(TestClient client, string msgType) => client.Next(msgType);
}
