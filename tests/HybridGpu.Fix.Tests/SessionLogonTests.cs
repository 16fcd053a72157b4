using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

public sealed class SessionLogonTests
{
    [Test]
    public void Logon_is_answered_with_the_same_heartbeat_interval()
    {
        using SessionHarness harness = new SessionHarness().Connect();

        harness.Receive("A", 1, "98=0|108=17");

        string answer = harness.Transport.Next();
        Assert.That(Wire.Field(answer, 35), Is.EqualTo("A"));
        Assert.That(Wire.Field(answer, 34), Is.EqualTo("1"));
        Assert.That(Wire.Field(answer, 108), Is.EqualTo("17"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.LoggedOn));
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon" }));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(2));
    }

    [Test]
    public void First_message_that_is_no_Logon_is_disconnected_without_an_answer()
    {
        using SessionHarness harness = new SessionHarness().Connect();

        harness.Receive("1", 1, "112=X");

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Transport.CloseReason, Does.Contain("not a Logon"));
    }

    [Test]
    public void Connection_without_a_Logon_is_closed_after_five_seconds()
    {
        using SessionHarness harness = new SessionHarness().Connect();

        harness.Advance(4.9);
        Assert.That(harness.Transport.CloseReason, Is.Null);
        harness.Advance(0.1);

        Assert.That(harness.Transport.CloseReason, Is.EqualTo("no Logon in time"));
    }

    [TestCase("98=1|108=30")]
    [TestCase("98=0|108=-1")]
    [TestCase("98=0|108=999999")]
    [TestCase("98=0")]
    [TestCase("108=30")]
    public void Logon_with_bad_fields_gets_a_Logout_and_a_disconnect(string body)
    {
        using SessionHarness harness = new SessionHarness().Connect();

        harness.Receive("A", 1, body);

        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("5"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected));
        Assert.That(harness.Application.Events, Is.Empty);
    }

    [Test]
    public void Refused_Logon_gets_the_applications_text_and_does_not_move_the_inbound_number()
    {
        using var harness = new SessionHarness();
        harness.Application.Decision = LogonDecision.Refuse("Logon refused");
        harness.Connect();

        harness.Receive("A", 1, "98=0|108=30|553=key|554=bad");

        Assert.That(Wire.Field(harness.Transport.Next(), 58), Is.EqualTo("Logon refused"));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(1));
        Assert.That(harness.Transport.CloseReason, Is.EqualTo("Logon refused"));
    }

    [Test]
    public void Logon_with_a_low_number_gets_a_Logout_that_says_what_was_expected()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Order(2, "A");
        harness.Session.Abort("test");
        harness.Connect();

        harness.Receive("A", 1, "98=0|108=30");

        Assert.That(
            Wire.Field(harness.Transport.Next(), 58), Is.EqualTo("MsgSeqNum too low, expecting 3 but received 1"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected));
    }

    [Test]
    public void Logon_with_a_high_number_is_answered_and_then_the_gap_is_asked_for()
    {
        using SessionHarness harness = new SessionHarness().Connect();

        harness.Receive("A", 5, "98=0|108=30");

        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("A"));
        string request = harness.Transport.Next();
        Assert.That(Wire.Field(request, 35), Is.EqualTo("2"));
        Assert.That(Wire.Field(request, 7), Is.EqualTo("1"));
        Assert.That(Wire.Field(request, 16), Is.EqualTo("0"));
    }

    [Test]
    public void Second_connection_of_a_live_session_is_refused()
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        Assert.That(harness.Session.TryConnect(new RecordingTransport(), isInitiator: false), Is.False);
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.LoggedOn));
    }

    [Test]
    public void Explicit_reset_starts_both_sequences_at_one()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Report("E1");
        harness.Session.Abort("test");
        harness.Connect();

        harness.Receive("A", 1, "98=0|108=30|141=Y");

        string answer = harness.Transport.Next();
        Assert.That(Wire.Field(answer, 34), Is.EqualTo("1"));
        Assert.That(Wire.Field(answer, 141), Is.EqualTo("Y"));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(2));
        Assert.That(harness.Session.NextSenderMsgSeqNum, Is.EqualTo(2));
    }

    [Test]
    public void Reset_that_is_not_allowed_is_refused()
    {
        using SessionHarness harness = new SessionHarness(new SessionSettings { AllowReset = false }).Connect();

        harness.Receive("A", 1, "98=0|108=30|141=Y");

        Assert.That(Wire.Field(harness.Transport.Next(), 58), Does.Contain("not allowed"));
    }

    [Test]
    public void Reset_on_a_live_session_starts_both_sequences_at_one()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        harness.Order(2, "A");

        harness.Receive("A", 1, "98=0|108=30|141=Y");
        harness.Order(2, "B");

        Assert.That(Wire.Field(harness.Transport.Next(), 141), Is.EqualTo("Y"));
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:2:A", "app:2:B" }));
    }

    [Test]
    public void Initiator_sends_its_Logon_with_credentials_and_is_on_when_it_is_answered()
    {
        using var harness = new SessionHarness();
        harness.Application.Credentials = "secret";
        harness.Connect(isInitiator: true);

        string logon = harness.Transport.Next();
        harness.Receive("A", 1, "98=0|108=30");

        Assert.That(Wire.Field(logon, 554), Is.EqualTo("secret"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.LoggedOn));
    }

    [Test]
    public void Initiator_that_is_refused_reports_the_text()
    {
        using SessionHarness harness = new SessionHarness().Connect(isInitiator: true);

        harness.Receive("5", 1, "58=go away");

        Assert.That(harness.Transport.CloseReason, Is.EqualTo("go away"));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(2));
    }
}
