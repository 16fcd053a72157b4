using System.Globalization;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Tests;

/// <summary>Margin after trades that have not happened, and who is logged on.</summary>
public sealed class MarginRequestTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";
    private const string Perpetual = "BTC-PERP";

    [Test]
    public void What_would_be_is_what_is_once_it_was_traded()
    {
        Taker.Raw("U3", (20050, "W1"), (20051, "2"), (55, Perpetual), (54, "1"), (38, "40"), (44, "68000"),
            (55, Call), (54, "2"), (38, "15"), (44, "2000"));
        ReceivedMessage supposed = Taker.Next("U4");
        Assert.That(Fields(supposed, 20050, 20052, 1, 20053), Is.EqualTo("20050=W1 20052=0 1=21 20053=0"));
        Maker.Order("M1", SideValues.Sell, "68000", "40", symbol: Perpetual);
        Maker.Report("0", "M1");
        Maker.Order("M2", SideValues.Buy, "2000", "15");
        Maker.Report("0", "M2");
        Taker.Order("T1", SideValues.Buy, "68000", "40", symbol: Perpetual);
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");
        Taker.Order("T2", SideValues.Sell, "2000", "15");
        Taker.Report("0", "T2");
        Taker.Report("F", "T2");

        Taker.Raw("U3", (20050, "W2"));

        ReceivedMessage actual = Taker.Next("U4");
        Assert.That(
            Fields(actual, 20030, 20031, 20034, 20053, 20054),
            Is.EqualTo(
                Fields(supposed, 20030, 20031, 20034) + $" 20053={supposed[20030]} 20054={supposed[20031]}"));
        Assert.That(Usd(actual[20030]), Is.GreaterThan(100), "there is something to hold margin for");
        // Fees are the difference in equity: the supposition leaves them out.
        Assert.That(Usd(supposed[900]) - Usd(actual[900]), Is.InRange(0.01m, 5m));
        Taker.Raw("BB");
        Assert.That(
            Fields(Taker.Next("BA"), 20030, 20031, 899), Is.EqualTo(Fields(actual, 20030, 20031, 899)));
    }

    [Test]
    public void A_combo_is_supposed_leg_by_leg()
    {
        Taker.Raw("c", (320, "D1"), (321, "1"), (555, "2"), (600, Call), (624, "1"), (600, Perpetual), (624, "2"));
        string combo = Taker.Next("d")[55]!;
        Taker.Raw("U3", (20050, "W1"), (20051, "1"), (55, combo), (54, "1"), (38, "15"));
        ReceivedMessage asCombo = Taker.Next("U4");
        Taker.Raw("U3", (20050, "W2"), (20051, "2"), (55, Call), (54, "1"), (38, "15"), (55, Perpetual), (54, "2"),
            (38, "15"));

        Assert.That(
            Fields(Taker.Next("U4"), 20052, 20030, 20031, 900), Is.EqualTo(Fields(asCombo, 20052, 20030, 20031, 900)));
    }

    [Test]
    public void What_cannot_be_supposed_is_refused_with_the_reason()
    {
        Assert.That(Refused((55, "NOWHERE"), (54, "1"), (38, "1")), Is.EqualTo("20052=1 58=Unknown Symbol(55)"));
        Assert.That(
            Refused((55, Call), (54, "1"), (38, "0")),
            Is.EqualTo("20052=99 58=OrderQty(38) must be a whole number of lots, at most 2^30"));
        Assert.That(
            Refused((55, Call), (54, "1"), (38, "1"), (44, "0.01")),
            Is.EqualTo("20052=99 58=Price(44) must be a multiple of the tick size"));
        Assert.That(
            Refused((55, Perpetual), (54, "1"), (38, "1073741824"), (44, "4000000000000")),
            Does.StartWith("20052=99 58=Price(44) x OrderQty(38) is too large"));
        Taker.Raw("U3", (20050, "W"), (1, "20"));
        Assert.That(Taker.Next("U4")[58], Is.EqualTo("Account(1) is not this session's account"));
    }

    [Test]
    public void Who_is_logged_on_is_said_of_the_accounts_own_sessions()
    {
        Maker.Raw("BE", (923, "U1"), (924, "4"), (553, "MAKER"));
        Assert.That(Fields(Maker.Next("BF"), 923, 553, 926), Is.EqualTo("923=U1 553=MAKER 926=1"));
        Maker.Raw("BE", (923, "U2"), (924, "4"), (553, "TAKER"));
        Assert.That(Fields(Maker.Next("BF"), 923, 926), Is.EqualTo("923=U2 926=3"), "another account's");
        Maker.Raw("BE", (923, "U3"), (924, "3"), (553, "MAKER"));
        Assert.That(Maker.Next("BF")[927], Does.StartWith("UserRequestType(924) must be 4"));
    }

    private string Refused(params (int, string)[] trade)
    {
        Taker.Raw("U3", [(20050, "W"), (20051, "1"), .. trade]);
        return Fields(Taker.Next("U4"), 20052, 58);
    }

    private static decimal Usd(string? value) => decimal.Parse(value!, CultureInfo.InvariantCulture);
}
