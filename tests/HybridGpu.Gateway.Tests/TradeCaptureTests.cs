using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Tests;

/// <summary>What an account has traded, by request and as it happens.</summary>
public sealed class TradeCaptureTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [Test]
    public void Trades_are_reported_with_the_numbers_of_their_execution_reports()
    {
        (ReceivedMessage made, ReceivedMessage taken) = Trade("1", "3");
        Taker.Raw("AD", (568, "R1"), (569, "0"));

        Assert.That(
            Fields(Taker.Next("AQ"), 568, 569, 748, 749, 750), Is.EqualTo("568=R1 569=0 748=1 749=0 750=0"));
        ReceivedMessage report = Taker.Next("AE");
        Assert.That(
            Fields(report, 571, 568, 748, 912, 17, 570, 55, 32, 31, 880, 54, 37, 11, 1, 12, 851),
            Is.EqualTo(
                $"571={taken[17]} 568=R1 748=1 912=Y 17={taken[17]} 570=Y 55={Call} 32=3 31=2000 880={taken[880]} "
                + $"54=1 37={taken[37]} 11=T1 1=21 12={taken[12]} 851=2"));
        Maker.Raw("AD", (568, "R2"), (569, "1"), (17, made[17]!));
        Maker.Next("AQ");
        Assert.That(Fields(Maker.Next("AE"), 17, 11, 54, 851), Is.EqualTo($"17={made[17]} 11=M1 54=2 851=1"));
    }

    [Test]
    public void A_request_names_what_it_wants_and_gets_nothing_else()
    {
        Trade("1", "3");
        Trade("2", "1");
        Assert.That(Count((11, "T2")), Is.EqualTo(1));
        Assert.That(Count((55, Call)), Is.EqualTo(2));
        Assert.That(Count((55, "BTC-PERP")), Is.Zero);
        Assert.That(Count((54, "2")), Is.Zero);
        Assert.That(Count((580, "1"), (75, "20260320")), Is.EqualTo(2), "the venue's day");
        Assert.That(Count((580, "1"), (75, "20260319")), Is.Zero);
        Assert.That(Count((580, "2"), (75, "20260319"), (75, "20260321")), Is.EqualTo(2));
        Assert.That(Refused((55, "NOWHERE")), Is.EqualTo("749=1 750=2 58=Unknown Symbol(55)"));
        Assert.That(Refused((1, "20")), Is.EqualTo("749=9 750=2 58=Account(1) is not this session's account"));
        Assert.That(Refused((37, "abc")), Is.EqualTo("749=99 750=2 58=OrderID(37) must be one of the venue's"));
        Assert.That(Refused((17, "0")), Is.EqualTo("749=99 750=2 58=ExecID(17) must be one of the venue's"));
        Taker.Raw("AD", (568, "R"), (569, "3"));
        Assert.That(Fields(Taker.Next("AQ"), 749, 750), Is.EqualTo("749=8 750=2"));
    }

    [Test]
    public void A_subscription_tells_trades_as_they_happen_until_it_ends()
    {
        Taker.Raw("AD", (568, "SUB"), (569, "0"), (263, "1"));
        Assert.That(Fields(Taker.Next("AQ"), 748, 750), Is.EqualTo("748=0 750=1"));

        (_, ReceivedMessage taken) = Trade("1", "3");

        Assert.That(Fields(Taker.Next("AE"), 568, 17, 570), Is.EqualTo($"568=SUB 17={taken[17]} 570=N"));
        Taker.Raw("AD", (568, "SUB"), (569, "0"), (263, "2"));
        Taker.Next("AQ");
        Trade("2", "1");
        Taker.AssertQuiet();
    }

    [Test]
    public void A_subscription_ends_with_its_connection()
    {
        Taker.Raw("AD", (568, "SUB"), (569, "0"), (263, "1"));
        Taker.Next("AQ");
        Taker.Session.Logout("for a while");
        HybridGpu.Venue.Tests.Eventually.Until(() => Venue.Gateway.LoggedOnCount == 1, "it is logged out");
        Taker.Connect(Venue.Port);

        Trade("1", "3");

        Taker.AssertQuiet();
    }

    [Test]
    public async Task Trades_are_there_after_a_restart()
    {
        using var folder = new DisposableFolder();
        await using (TestVenue venue = await TestVenue.OpenAsync(folder.Root))
        {
            await using var maker = new TestClient("MAKER");
            await using var taker = new TestClient("TAKER");
            maker.Connect(venue.Port);
            taker.Connect(venue.Port);
            Trade(maker, taker, "1", "3");
            await venue.CloseAsync();
        }

        await using TestVenue again = await TestVenue.OpenAsync(folder.Root);
        await using var later = new TestClient("TAKER", resetOnLogon: true);
        later.Connect(again.Port);
        later.Raw("AD", (568, "R1"), (569, "0"));

        Assert.That(later.Next("AQ")[748], Is.EqualTo("1"));
        Assert.That(Fields(later.Next("AE"), 11, 32), Is.EqualTo("11=T1 32=3"));
        await again.CloseAsync();
    }

    private (ReceivedMessage Made, ReceivedMessage Taken) Trade(string number, string lots) =>
        Trade(Maker, Taker, number, lots);

    private static (ReceivedMessage Made, ReceivedMessage Taken) Trade(
        TestClient maker, TestClient taker, string number, string lots)
    {
        maker.Order("M" + number, SideValues.Sell, "2000", lots);
        maker.Report("0", "M" + number);
        taker.Order("T" + number, SideValues.Buy, "2000", lots);
        taker.Report("0", "T" + number);
        return (maker.Report("F", "M" + number), taker.Report("F", "T" + number));
    }

    private int Count(params (int, string)[] criteria)
    {
        Taker.Raw("AD", [(568, "R"), (569, "1"), .. criteria]);
        int count = int.Parse(Taker.Next("AQ")[748]!, System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 0; i < count; i++)
        {
            Taker.Next("AE");
        }

        return count;
    }

    private string Refused(params (int, string)[] criteria)
    {
        Taker.Raw("AD", [(568, "R"), (569, "1"), .. criteria]);
        return Fields(Taker.Next("AQ"), 749, 750, 58);
    }
}
