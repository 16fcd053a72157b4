using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

public sealed class SessionSequenceTests
{
    [Test]
    public void Market_data_has_its_number_in_the_store_and_not_its_bytes()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Writer.Begin("X"u8);
        harness.Writer.WriteField(262, "R"u8);
        harness.Session.Send(harness.Writer, mode: SendMode.OnlyWhenLoggedOn);
        harness.Report("E1");
        harness.Transport.Drain();

        harness.Receive("2", 2, "7=2|16=0");

        byte[] buffer = new byte[64];
        Assert.That(harness.Store.TryRead(2, ref buffer, out StoredMessageInfo info), Is.True);
        Assert.That((info.Length, info.MayResend), Is.EqualTo((0, false)));
        string[] sent = harness.Transport.Drain();
        Assert.That(sent.Select(m => Wire.Field(m, 35)), Is.EqualTo(new[] { "4", "8" }), "a gap, and the report");
        Assert.That(Wire.Field(sent[0], 36), Is.EqualTo("3"));
    }

    [Test]
    public void Low_number_without_PossDup_gets_a_Logout_and_a_disconnect()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Order(2, "A");

        harness.Order(2, "B");

        Assert.That(
            Wire.Field(harness.Transport.Next(), 58), Is.EqualTo("MsgSeqNum too low, expecting 3 but received 2"));
        Assert.That(harness.Application.Events, Has.Length.EqualTo(3).And.Some.StartsWith("logout:MsgSeqNum too low"));
    }

    [Test]
    public void Low_number_with_PossDup_is_ignored()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Order(2, "A");

        harness.Order(2, "A", $"43=Y|122={harness.Time.Text(-1)}");

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:2:A" }));
        Assert.That(harness.Session.Statistics.Duplicates, Is.EqualTo(1));
    }

    [Test]
    public void Gap_is_asked_for_once_and_later_messages_are_delivered_in_order()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Order(4, "C");
        harness.Order(5, "D");
        string[] sent = harness.Transport.Drain();
        harness.Order(2, "A", $"43=Y|122={harness.Time.Text(-1)}");
        harness.Order(3, "B", $"43=Y|122={harness.Time.Text(-1)}");
        harness.Order(6, "E");

        Assert.That(sent, Has.Length.EqualTo(1));
        Assert.That(Wire.Field(sent[0], 7), Is.EqualTo("2"));
        Assert.That(
            harness.Application.Events,
            Is.EqualTo(new[] { "logon", "app:2:A:dup", "app:3:B:dup", "app:4:C", "app:5:D", "app:6:E" }));
        Assert.That(harness.Transport.Drain(), Is.Empty);
    }

    [Test]
    public void Early_messages_beyond_the_bound_are_dropped_and_asked_for_again()
    {
        using SessionHarness harness = new SessionHarness(new SessionSettings { EarlyMessageLimit = 1 }).LogOn();

        harness.Order(3, "B");
        harness.Order(4, "C");
        harness.Transport.Drain();
        harness.Receive("4", 2, "123=Y|36=3", $"43=Y|122={harness.Time.Text()}");
        harness.Order(5, "D");

        Assert.That(harness.Session.Statistics.EarlyDropped, Is.EqualTo(1));
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:3:B" }));
        Assert.That(Wire.Field(harness.Transport.Next(), 7), Is.EqualTo("4"));
    }

    [Test]
    public void Gap_fill_moves_the_expected_number()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("4", 2, "123=Y|36=10");
        harness.Order(10, "A");

        Assert.That(harness.Application.Events, Does.Contain("app:10:A"));
    }

    [Test]
    public void Gap_fill_from_below_that_ends_above_fills_its_upper_part()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("4", 1, "36=20|123=Y", $"43=Y|122={harness.Time.Text(-1)}");
        harness.Receive("1", 20, "112=HELLO");

        Assert.That(Wire.Field(harness.Transport.Next(), 112), Is.EqualTo("HELLO"));
    }

    [Test]
    public void Sequence_reset_moves_up_whatever_its_own_number_is()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("4", 99, "36=50");
        harness.Order(50, "A");

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Application.Events, Does.Contain("app:50:A"));
    }

    [Test]
    public void Sequence_reset_downwards_is_rejected()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("4", 2, "36=1");

        string reject = harness.Transport.Next();
        Assert.That(Wire.Field(reject, 373), Is.EqualTo("5"));
        Assert.That(Wire.Field(reject, 371), Is.EqualTo("36"));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(2));
    }

    [Test]
    public void PossDup_without_OrigSendingTime_is_rejected_with_1_and_122()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Order(2, "A", "43=Y");

        string reject = harness.Transport.Next();
        Assert.That(Wire.Field(reject, 373), Is.EqualTo("1"));
        Assert.That(Wire.Field(reject, 371), Is.EqualTo("122"));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(3));
    }

    [Test]
    public void OrigSendingTime_after_SendingTime_is_rejected_with_10_and_logged_out()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Order(2, "A", $"43=Y|122={harness.Time.Text(5)}");

        Assert.That(Wire.Field(harness.Transport.Next(), 373), Is.EqualTo("10"));
        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("5"));
    }

    [Test]
    public void Resend_sends_reports_again_and_fills_admin_and_stale_messages()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Report("E2");
        new Generated.MarketDataRequestRejectWriter(harness.Writer).MDReqID("M"u8);
        harness.Session.Send(harness.Writer);
        harness.Report("E4");
        harness.Transport.Drain();
        harness.Time.Advance(1);

        harness.Receive("2", 2, "7=1|16=0");

        string[] sent = harness.Transport.Drain();
        Assert.That(sent.Select(m => Wire.Field(m, 35)), Is.EqualTo(new[] { "4", "8", "4", "8" }));
        Assert.That(sent.Select(m => Wire.Field(m, 34)), Is.EqualTo(new[] { "1", "2", "3", "4" }));
        Assert.That(Wire.Field(sent[0], 36), Is.EqualTo("2"));
        Assert.That(Wire.Field(sent[0], 123), Is.EqualTo("Y"));
        Assert.That(Wire.Field(sent[1], 43), Is.EqualTo("Y"));
        Assert.That(Wire.Field(sent[1], 122), Is.EqualTo(harness.Time.Text(-1)));
        Assert.That(Wire.Field(sent[1], 17), Is.EqualTo("E2"));
        Assert.That(Wire.Field(sent[2], 36), Is.EqualTo("4"));
    }

    [Test]
    public void Resend_of_one_number_sends_that_one()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Report("E2");
        harness.Report("E3");
        harness.Transport.Drain();

        harness.Receive("2", 2, "7=2|16=2");

        string[] sent = harness.Transport.Drain();
        Assert.That(sent, Has.Length.EqualTo(1));
        Assert.That(Wire.Field(sent[0], 17), Is.EqualTo("E2"));
    }

    [Test]
    public void Long_resend_goes_in_steps_and_waits_for_the_socket()
    {
        var settings = new SessionSettings { ResendStepBytes = 400, SendQueueBytes = 4000 };
        using SessionHarness harness = new SessionHarness(settings).LogOn();
        for (int index = 0; index < 20; index++)
        {
            harness.Report($"E{index}");
        }

        harness.Transport.Drain();
        harness.Receive("2", 2, "7=2|16=0");
        int first = harness.Transport.Drain().Length;
        harness.Transport.PendingByteCount = 2000;
        harness.Session.OnWritable();
        int whileFull = harness.Transport.Drain().Length;
        harness.Transport.PendingByteCount = 0;
        List<string> rest = [];
        for (int step = 0; step < 20; step++)
        {
            harness.Session.OnWritable();
            rest.AddRange(harness.Transport.Drain());
        }

        Assert.That(first, Is.InRange(1, 4));
        Assert.That(whileFull, Is.Zero);
        Assert.That(first + rest.Count, Is.EqualTo(20));
        Assert.That(Wire.Field(rest[^1], 17), Is.EqualTo("E19"));
    }

    [Test]
    public void Resend_request_with_a_high_number_is_answered_before_our_own()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Report("E2");
        harness.Transport.Drain();

        harness.Receive("2", 7, "7=2|16=0");

        Assert.That(harness.Transport.Drain().Select(m => Wire.Field(m, 35)), Is.EqualTo(new[] { "8", "2" }));
    }

    [Test]
    public void Report_while_the_peer_is_away_is_numbered_and_resent_when_it_asks()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Session.Abort("test");

        SendResult stored = harness.Report("AWAY", cookie: 42);
        SendResult dropped = harness.Report("DROPPED", mode: SendMode.OnlyWhenLoggedOn);
        harness.Connect();
        harness.Receive("A", 2, "98=0|108=30");
        string logon = harness.Transport.Next();
        harness.Receive("2", 3, "7=2|16=0");

        Assert.That(stored, Is.EqualTo(SendResult.Stored));
        Assert.That(dropped, Is.EqualTo(SendResult.NotLoggedOn));
        Assert.That(harness.Session.HighestCookie, Is.EqualTo(42));
        Assert.That(Wire.Field(logon, 34), Is.EqualTo("3"));
        Assert.That(Wire.Field(harness.Transport.Next(), 17), Is.EqualTo("AWAY"));
    }

    [Test]
    public void Peer_that_reads_too_slowly_is_disconnected_and_its_message_stays_stored()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Transport.Capacity = 10;

        SendResult result = harness.Report("E2");
        harness.Session.Tick();

        Assert.That(result, Is.EqualTo(SendResult.StoredPeerTooSlow));
        Assert.That(harness.Transport.CloseReason, Does.Contain("too slowly"));
        Assert.That(harness.Application.Events[^1], Does.StartWith("logout:peer reads too slowly"));
        Assert.That(harness.Session.NextSenderMsgSeqNum, Is.EqualTo(3));
    }
}
