using HybridGpu.Fix.Generated;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Orders and cancels of two clients over loopback.</summary>
public sealed class OrderTests : VenueFixture
{
    private const byte Buy = SideValues.Buy;
    private const byte Sell = SideValues.Sell;

    [Test]
    public void An_order_that_may_be_a_repetition_is_a_question_about_the_order()
    {
        (int, string)[] order =
        [
            (97, "Y"), (11, "M1"), (55, "BTC-27MAR26-70000-C"), (54, "2"), (60, "20260320-10:00:00"), (38, "5"),
            (40, "2"), (44, "2000"),
        ];
        Maker.Raw("D", order);
        Assert.That(
            Fields(Maker.Report("I", "M1"), 37, 39, 103, 58),
            Is.EqualTo("37=NONE 39=8 103=5 58=No open order has this id"));
        Maker.Raw("D", order[1..]);
        Maker.Report("0", "M1");

        Maker.Raw("D", order);

        Assert.That(Fields(Maker.Report("I", "M1"), 39, 151), Is.EqualTo("39=0 151=5"));
        Maker.AssertQuiet();
    }

    [Test]
    public void A_sweep_is_reported_to_both_sides_fill_by_fill()
    {
        Maker.Order("M1", Sell, "2000", "2");
        Maker.Order("M2", Sell, "2000.5", "3");
        ReceivedMessage accepted = Maker.Report("0", "M1");
        Assert.That(Fields(accepted, 39, 1, 55, 54, 38, 44, 151, 14, 6), Is.EqualTo(
            "39=0 1=20 55=BTC-27MAR26-70000-C 54=2 38=2 44=2000 151=2 14=0 6=0"));
        Maker.Report("0", "M2");

        Taker.Order("T1", Buy, "2001", "4", TimeInForceValues.Day);

        ReceivedMessage taken = Taker.Report("0", "T1");
        Assert.That(Fields(taken, 39, 151), Is.EqualTo("39=0 151=4"));
        // 2 lots of 0.001 at 2,000 are worth 4 USD; takers pay 1 %, makers nothing.
        ReceivedMessage first = Taker.Report("F", "T1");
        Assert.That(Fields(first, 39, 32, 31, 851, 151, 14, 6, 12, 13), Is.EqualTo(
            "39=1 32=2 31=2000 851=2 151=2 14=2 6=2000 12=0.04 13=3"));
        ReceivedMessage second = Taker.Report("F", "T1");
        Assert.That(Fields(second, 39, 32, 31, 851, 151, 14, 6, 12, 13), Is.EqualTo(
            "39=2 32=2 31=2000.5 851=2 151=0 14=4 6=2000.25 12=0.04001 13=3"));

        ReceivedMessage filled = Maker.Report("F", "M1");
        Assert.That(Fields(filled, 39, 54, 32, 31, 851, 151, 14, 6, 12), Is.EqualTo(
            "39=2 54=2 32=2 31=2000 851=1 151=0 14=2 6=2000 12=0"));
        ReceivedMessage partly = Maker.Report("F", "M2");
        Assert.That(Fields(partly, 39, 32, 31, 151, 14, 6), Is.EqualTo("39=1 32=2 31=2000.5 151=1 14=2 6=2000.5"));
        Assert.That(
            (filled[880], partly[880]), Is.EqualTo((first[880], second[880])), "both sides name the trade alike");
        string?[] execIds = [taken[17], first[17], second[17], accepted[17], filled[17], partly[17]];
        Assert.That(execIds, Is.Unique);
    }

    [Test]
    public void What_is_left_of_an_immediate_order_is_cancelled()
    {
        Maker.Order("M1", Sell, "2000", "2");
        Maker.Report("0", "M1");
        Taker.Order("T1", Buy, "2000", "5", TimeInForceValues.ImmediateOrCancel);

        Taker.Report("0", "T1");
        Taker.Report("F", "T1");
        ReceivedMessage rest = Taker.Report("4", "T1");
        Assert.That(Fields(rest, 39, 59, 38, 151, 14, 6), Is.EqualTo("39=4 59=3 38=5 151=0 14=2 6=2000"));
    }

    [Test]
    public void A_post_only_order_that_would_trade_is_refused()
    {
        Maker.Order("M1", Sell, "2000", "2");
        Maker.Report("0", "M1");
        Taker.Order("T1", Buy, "2000", "1", execInst: "6");

        ReceivedMessage refused = Taker.Report("8", "T1");
        Assert.That(
            (refused[39], refused[58]),
            Is.EqualTo(("8", "Post-only order would trade: lower the bid or raise the offer")));
        Maker.AssertQuiet();
    }

    [Test]
    public void An_order_good_till_a_time_expires_then()
    {
        Maker.Order("M1", Buy, "2000", "2", TimeInForceValues.GoodTillDate, expireNs: TestClock.StartNs + 500_000_000);
        Assert.That(Maker.Report("0", "M1")[59], Is.EqualTo("6"));
        Venue.Tick();

        Assert.That(Fields(Maker.Report("C", "M1"), 39, 151), Is.EqualTo("39=C 151=0"));
        Maker.Order("M2", Buy, "2000", "2", TimeInForceValues.GoodTillDate, expireNs: TestClock.StartNs + 500_000_000);
        Assert.That(Maker.Report("8", "M2")[103], Is.EqualTo("4"), "too late to enter");
    }

    [Test]
    public void A_cancel_is_reported_and_one_of_nothing_is_refused()
    {
        Maker.Order("M1", Buy, "2000", "2");
        Maker.Report("0", "M1");
        Maker.Cancel("C1", "M1");
        Assert.That(Fields(Maker.Report("4", "C1"), 41, 39, 151, 14), Is.EqualTo("41=M1 39=4 151=0 14=0"));

        Maker.Cancel("C2", "M1");
        ReceivedMessage refused = Maker.Next("9");
        Assert.That(Fields(refused, 11, 41, 434, 102), Is.EqualTo("11=C2 41=M1 434=1 102=1"));
        Assert.That(refused[58], Does.Contain("No open order has this id"));
        Taker.Order("T1", Buy, "2000", "2");
        Taker.Report("0", "T1");
        Maker.Cancel("C3", "T1");
        Assert.That(Maker.Next("9")[102], Is.EqualTo("1"), "another account's order is no order of ours");
    }

    [Test]
    public void What_the_gateway_cannot_read_it_refuses_with_a_reason()
    {
        Maker.Order("R1", Buy, "2000", "1", symbol: "ETH-PERP");
        ReceivedMessage unknown = Maker.Report("8", "R1");
        Assert.That((unknown[103], unknown[58]), Is.EqualTo(("1", "Unknown Symbol(55)")));
        Maker.Order("R2", Buy, "2000.05", "1");
        Assert.That(Maker.Report("8", "R2")[58], Is.EqualTo("Price(44) is not a multiple of the tick size"));
        Maker.Order("R3", Buy, "2000", "1.5");
        Assert.That(Maker.Report("8", "R3")[58], Is.EqualTo("OrderQty(38) must be a whole number of lots"));
        Maker.Order("R4", Buy, "2000", "1", account: "21");
        Assert.That(Maker.Report("8", "R4")[58], Is.EqualTo("Account(1) is not this session's account"));
        Maker.Order("R5", Buy, "2000", "1", ordType: OrdTypeValues.Stop);
        Assert.That(Maker.Report("8", "R5")[58], Does.StartWith("StopPx(99) belongs to OrdType(40) 3 and 4"));
        Maker.Order("R6", Buy, "2000", "1", TimeInForceValues.GoodTillDate);
        Assert.That(Maker.Report("8", "R6")[58], Does.StartWith("TimeInForce(59) must be"));
        Maker.Order("R7", Buy, "2000", "1", execInst: "G");
        Assert.That(Maker.Report("8", "R7")[58], Does.StartWith("ExecInst(18) must be 6"));
        Maker.Order(new string('X', 41), Buy, "2000", "1");
        Assert.That(Maker.Next("8")[58], Does.StartWith("ClOrdID(11) must be at most 40"));
        Assert.That(Venue.Pipeline.Statistics.Orders, Is.Zero, "none became a command");

        Maker.Order("R8", Buy, "0", "1");
        Assert.That(Maker.Report("8", "R8")[58], Does.StartWith("Price must be positive"));
        Maker.Order("R9", Buy, "2000", "0");
        Assert.That(Maker.Report("8", "R9")[103], Is.EqualTo("13"), "incorrect quantity");
        Maker.Order("R10", Buy, "2000", "1");
        Maker.Report("0", "R10");
        Maker.Order("R10", Buy, "2000", "1");
        Assert.That(Maker.Report("8", "R10")[103], Is.EqualTo("6"), "duplicate order");
    }

    [Test]
    public void A_message_that_the_venue_does_not_take_is_refused_as_business()
    {
        Maker.Raw("E", (66, "X"));
        ReceivedMessage refused = Maker.Next("j");
        Assert.That((refused[372], refused[380]), Is.EqualTo(("E", "3")));
        Maker.Raw(
            "8", (37, "1"), (17, "1"), (150, "0"), (39, "0"), (55, "X"), (54, "1"), (151, "0"), (14, "0"), (6, "0"));
        Assert.That(Maker.Next("j")[372], Is.EqualTo("8"));
        Maker.Order("M1", Buy, "2000", "1");
        Maker.Report("0", "M1");
    }
}
