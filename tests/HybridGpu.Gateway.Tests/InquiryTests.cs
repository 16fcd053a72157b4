using HybridGpu.Fix.Generated;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Instruments, positions and collateral on request.</summary>
public sealed class InquiryTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [Test]
    public void The_list_of_instruments_has_the_terms_that_a_client_needs_to_order()
    {
        Maker.Raw("x", (320, "L1"), (559, "4"));

        ReceivedMessage list = Maker.Next("y");
        Assert.That(Fields(list, 320, 560, 393, 893), Is.EqualTo("320=L1 560=0 393=3 893=Y"));
        Assert.That(list.Group(55, 167, 201, 202, 541, 1079, 311, 231, 969, 1140), Is.EqualTo(new[]
        {
            $"55={Call}", "167=OPT", "201=1", "202=70000", "541=20260327", "1079=08:00:00.000", "311=BTC", "231=0.001",
            "969=0.1", "1140=100000",
            "55=BTC-27MAR26-70000-P", "167=OPT", "201=0", "202=70000", "541=20260327", "1079=08:00:00.000", "311=BTC",
            "231=0.001", "969=0.1", "1140=100000",
            "55=BTC-PERP", "167=PERP", "311=BTC", "231=0.001", "969=0.1", "1140=100000",
        }));
        Maker.Raw("x", (320, "L2"), (559, "0"), (55, "BTC-PERP"));
        Assert.That(Maker.Next("y").Group(393, 55), Is.EqualTo(new[] { "393=1", "55=BTC-PERP" }));
        Maker.Raw("x", (320, "L3"), (559, "5"), (311, "DOGE"));
        Assert.That(Fields(Maker.Next("y"), 560, 893, 58), Is.EqualTo("560=2 893=Y 58=Unknown UnderlyingSymbol(311)"));
    }

    [Test]
    public void Ids_of_any_length_are_refused()
    {
        Maker.Raw("x", (320, new string('L', 257)), (559, "4"));
        Assert.That(
            Fields(Maker.Next("j"), 372, 380, 58), Is.EqualTo("372=x 380=0 58=A value is longer than 256 bytes"));
        Maker.Raw("x", (320, new string('L', 256)), (559, "4"));
        Assert.That(Maker.Next("y")[320], Has.Length.EqualTo(256));
    }

    [Test]
    public void Positions_are_as_of_what_was_sent_before_with_mark_and_Greeks()
    {
        Maker.Raw("AN", (710, "P0"), (724, "0"));
        Assert.That(Fields(Maker.Next("AO"), 710, 727, 728, 729), Is.EqualTo("710=P0 727=0 728=2 729=0"));
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        Maker.Report("0", "M1");
        Taker.Order("T1", SideValues.Buy, "2000", "2");
        Taker.Raw("AN", (710, "P1"), (724, "0"));
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");

        Assert.That(Fields(Taker.Next("AO"), 710, 727, 728), Is.EqualTo("710=P1 727=1 728=0"));
        ReceivedMessage position = Taker.Next("AP");
        Assert.That(
            Fields(position, 710, 1, 55, 703, 704, 705, 731),
            Is.EqualTo($"710=P1 1=21 55={Call} 703=TQ 704=2 705= 731=2"));
        Assert.That(double.Parse(position[730]!), Is.EqualTo(2_000).Within(1_900), "a mark in USD a unit");
        Assert.That(double.Parse(position[20035]!), Is.InRange(10, 136), "delta of two lots of 0.001 BTC in USD");
        Assert.That(position[1188], Is.EqualTo("0.610000000").Or.EqualTo("0.61"));
        Maker.Report("F", "M1");
        Maker.Raw("AN", (710, "P2"), (724, "0"), (55, Call));
        Maker.Next("AO");
        Assert.That(Fields(Maker.Next("AP"), 704, 705), Is.EqualTo("704= 705=2"));
        Maker.Raw("AN", (710, "P3"), (724, "0"), (1, "21"));
        Assert.That(Fields(Maker.Next("AO"), 729, 58), Is.EqualTo("729=2 58=Account(1) is not this session's account"));
    }

    [Test]
    public void Collateral_is_told_in_the_standards_terms_and_in_ours()
    {
        Maker.Order("M1", SideValues.Sell, "2000", "3");
        Maker.Report("0", "M1");
        Taker.Order("T1", SideValues.Buy, "2000", "2");
        Taker.Report("0", "T1");
        Taker.Report("F", "T1");
        Maker.Report("F", "M1");

        ReceivedMessage? report = null;
        Eventually.Until(
            () =>
            {
                Maker.Raw("BB", (909, "C1"));
                report = Maker.Next("BA");
                return report[899] is { } excess && report[20030] != "0" && excess != report[900];
            },
            "the tick has seen the trade");

        Assert.That(Fields(report!, 909, 910, 911, 912, 1), Is.EqualTo("909=C1 910=3 911=1 912=Y 1=20"));
        decimal equity = decimal.Parse(report![900]!);
        decimal initial = decimal.Parse(report[20030]!);
        Assert.That(decimal.Parse(report[899]!), Is.EqualTo(equity - initial));
        Assert.That(decimal.Parse(report[20031]!), Is.GreaterThan(0).And.LessThanOrEqualTo(initial));
        Assert.That(long.Parse(report[20039]!), Is.Positive, "the risk epoch that the figures belong to");
        TestContext.Out.WriteLine(report);
        Maker.Raw("BB", (909, "C2"), (1, "21"));
        Assert.That(Fields(Maker.Next("BA"), 909, 910, 58), Is.EqualTo(
            "909=C2 910=0 58=Account(1) is not this session's account"));
    }
}
