using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

public sealed class SessionRuleTests
{
    [Test]
    public void Heartbeat_is_sent_after_an_interval_of_silence()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Advance(29);
        Assert.That(harness.Transport.Drain(), Is.Empty);
        harness.Advance(1);

        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("0"));
    }

    [Test]
    public void Silent_peer_gets_a_TestRequest_and_is_disconnected_if_it_stays_silent()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Advance(36);
        string[] sent = harness.Transport.Drain();
        harness.Advance(35);
        Assert.That(harness.Transport.CloseReason, Is.Null);
        harness.Advance(1);

        Assert.That(sent.Select(m => Wire.Field(m, 35)), Does.Contain("1"));
        Assert.That(harness.Transport.CloseReason, Is.EqualTo("TestRequest not answered"));
        Assert.That(harness.Application.Events[^1], Is.EqualTo("logout:TestRequest not answered"));
    }

    [Test]
    public void Any_message_answers_a_TestRequest()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Advance(36);

        harness.Receive("0", 2);
        harness.Advance(35.9);

        Assert.That(harness.Session.State, Is.EqualTo(SessionState.LoggedOn));
    }

    [Test]
    public void TestRequest_is_answered_with_its_id()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("1", 2, "112=PING");

        string heartbeat = harness.Transport.Next();
        Assert.That(Wire.Field(heartbeat, 35), Is.EqualTo("0"));
        Assert.That(Wire.Field(heartbeat, 112), Is.EqualTo("PING"));
    }

    [TestCase(2)]
    [TestCase(99)]
    public void Logout_is_answered_whatever_its_number(int msgSeqNum)
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("5", msgSeqNum, "58=bye");

        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("5"));
        Assert.That(harness.Application.Events[^1], Is.EqualTo("logout:bye"));
    }

    [Test]
    public void Our_Logout_waits_for_the_answer_and_gives_up_after_two_seconds()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Session.Logout("closing");
        string sent = harness.Transport.Next();
        Assert.That(harness.Transport.CloseReason, Is.Null);
        harness.Advance(2);

        Assert.That(Wire.Field(sent, 58), Is.EqualTo("closing"));
        Assert.That(harness.Transport.CloseReason, Is.EqualTo("closing"));
    }

    [Test]
    public void Wrong_BeginString_gets_a_Logout_and_a_disconnect()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.ReceiveRaw(Wire.Frame($"35=0|34=2|49=PEER|52={harness.Time.Text()}|56=VENUE", "FIX.4.3"));

        Assert.That(Wire.Field(harness.Transport.Next(), 58), Is.EqualTo("Incorrect BeginString"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected));
    }

    [Test]
    public void Wrong_CompID_is_rejected_with_9_and_logged_out()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.ReceiveRaw(Wire.Frame($"35=0|34=2|49=OTHER|52={harness.Time.Text()}|56=VENUE"));

        Assert.That(Wire.Field(harness.Transport.Next(), 373), Is.EqualTo("9"));
        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("5"));
    }

    [Test]
    public void SendingTime_far_off_is_rejected_with_10_and_logged_out()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.ReceiveRaw(Wire.Frame($"35=0|34=2|49=PEER|52={harness.Time.Text(-121)}|56=VENUE"));

        Assert.That(Wire.Field(harness.Transport.Next(), 373), Is.EqualTo("10"));
        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("5"));
    }

    [Test]
    public void SendingTime_check_can_be_switched_off()
    {
        var settings = new SessionSettings { SendingTimeTolerance = TimeSpan.Zero };
        using SessionHarness harness = new SessionHarness(settings).LogOn();

        harness.ReceiveRaw(Wire.Frame($"35=0|34=2|49=PEER|52={harness.Time.Text(-9999)}|56=VENUE"));

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(3));
    }

    [Test]
    public void Message_whose_third_field_is_not_MsgType_is_ignored()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.ReceiveRaw(Wire.Frame($"34=2|35=0|49=PEER|52={harness.Time.Text()}|56=VENUE"));

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(2));
        Assert.That(harness.Session.Statistics.Garbled, Is.EqualTo(1));
    }

    [Test]
    public void Known_type_that_is_not_supported_gets_a_BusinessMessageReject()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("AS", 2, "755=X");

        string reject = harness.Transport.Next();
        Assert.That(Wire.Field(reject, 35), Is.EqualTo("j"));
        Assert.That(Wire.Field(reject, 380), Is.EqualTo("3"));
        Assert.That(Wire.Field(reject, 45), Is.EqualTo("2"));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(3));
    }

    [Test]
    public void Type_that_FIX_does_not_know_is_rejected_with_11()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("ZZ9", 2);

        Assert.That(Wire.Field(harness.Transport.Next(), 373), Is.EqualTo("11"));
    }

    [Test]
    public void Reject_consumes_the_number_so_that_the_next_message_is_in_sequence()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Receive("D", 2, "11=A|55=BTC|54=9|60=" + harness.Time.Text() + "|38=1|40=2");
        harness.Order(3, "B");

        string reject = harness.Transport.Next();
        Assert.That(Wire.Field(reject, 45), Is.EqualTo("2"));
        Assert.That(Wire.Field(reject, 371), Is.EqualTo("54"));
        Assert.That(Wire.Field(reject, 373), Is.EqualTo("5"));
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:3:B" }));
    }

    [Test]
    public void Message_announced_beyond_the_maximum_ends_the_session_with_a_text()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.ReceiveRaw("8=FIX.4.4\u00019=99999999\u000135=D\u0001"u8);

        Assert.That(Wire.Field(harness.Transport.Next(), 58), Does.StartWith("Message larger than"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected));
    }

    [Test]
    public void Zero_padded_BodyLength_is_accepted()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        string body = $"35=1\u000134=2\u000149=PEER\u000152={harness.Time.Text()}\u000156=VENUE\u0001112=P\u0001";
        string head = $"8=FIX.4.4\u00019={body.Length:D6}\u0001{body}";

        harness.ReceiveRaw(System.Text.Encoding.ASCII.GetBytes($"{head}10={head.Sum(c => c) % 256:D3}\u0001"));

        Assert.That(Wire.Field(harness.Transport.Next(), 112), Is.EqualTo("P"));
    }

    [Test]
    public void Inbound_number_can_be_set_before_connecting_and_not_after()
    {
        using var harness = new SessionHarness();

        harness.Session.SetNextTargetMsgSeqNum(7);
        harness.LogOn(7);

        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(8));
        Assert.That(() => harness.Session.SetNextTargetMsgSeqNum(1), Throws.InvalidOperationException);
    }

    [Test]
    public void Message_that_outgrows_its_maximum_is_refused_and_not_numbered()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Writer.Begin("8"u8);
        harness.Writer.Write("58="u8, new byte[100_000]);

        Assert.That(harness.Session.Send(harness.Writer), Is.EqualTo(SendResult.TooLarge));
        Assert.That(harness.Session.NextSenderMsgSeqNum, Is.EqualTo(2));
    }
}
