using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

/// <summary>OnBehalfOfCompID(115) and DeliverToCompID(128): we are PEER's venue and nobody's hub.</summary>
public sealed class ThirdPartyTests
{
    [TestCase("115=NOBODY", 115)]
    [TestCase("115=VENUE", 115)]
    [TestCase("115=peer", 115)]
    [TestCase("128=NOBODY", 128)]
    [TestCase("128=PEER", 128)]
    [TestCase("115=PEER|128=NOBODY|129=DESK", 128)]
    [TestCase("115=NOBODY|128=NOBODY", 115)]
    public void A_message_from_or_for_another_is_rejected_by_its_tag_and_not_passed_to_the_application(
        string header, int tag)
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Order(2, "A", header);
        harness.Order(3, "B");

        string reject = harness.Transport.Next();
        Assert.That(Fields(reject), Is.EqualTo($"3 2 {tag} D 9"));
        Assert.That(Wire.Field(reject, 58), Is.EqualTo("CompID problem"));
        Assert.That(harness.Transport.Drain(), Is.Empty, "the session goes on");
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:3:B" }));
    }

    [TestCase("115=PEER")]
    [TestCase("128=VENUE")]
    [TestCase("115=PEER|116=DESK|128=VENUE|129=BOOK")]
    [TestCase("116=DESK")]
    [TestCase("129=BOOK")]
    public void A_message_that_names_the_two_that_talk_or_a_desk_of_theirs_is_taken(string header)
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Order(2, "A", header);

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:2:A" }));
    }

    [TestCase("115=", 115)]
    [TestCase("128=", 128)]
    public void A_name_that_is_empty_is_a_tag_without_value(string header, int tag)
    {
        using SessionHarness harness = new SessionHarness().LogOn();

        harness.Order(2, "A", header);

        Assert.That(Fields(harness.Transport.Next()), Is.EqualTo($"3 2 {tag} D 4"));
    }

    [Test]
    public void It_holds_also_where_fields_are_not_checked_and_for_messages_that_came_early()
    {
        using SessionHarness harness = new SessionHarness(new SessionSettings { ValidateFields = false }).LogOn();
        harness.Order(3, "B", "128=NOBODY");
        Assert.That(Wire.Field(harness.Transport.Next(), 35), Is.EqualTo("2"));

        harness.Order(2, "A");

        Assert.That(Fields(harness.Transport.Next()), Is.EqualTo("3 3 128 D 9"));
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:2:A" }));
    }

    [Test]
    public void A_Logon_on_behalf_of_another_is_refused()
    {
        using SessionHarness harness = new SessionHarness().Connect();

        harness.Receive("A", 1, "98=0|108=30", "115=NOBODY");

        string logout = harness.Transport.Next();
        Assert.That(Wire.Field(logout, 35), Is.EqualTo("5"));
        Assert.That(Wire.Field(logout, 58), Is.EqualTo("Logon: CompID problem (115)"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected));
        Assert.That(harness.Session.NextTargetMsgSeqNum, Is.EqualTo(1));
    }

    [Test]
    public void A_client_takes_what_its_venue_sends_whatever_the_address()
    {
        using SessionHarness harness = new SessionHarness().Connect(isInitiator: true);
        harness.Transport.Drain();
        harness.Receive("A", 1, "98=0|108=30");

        harness.Order(2, "A", "115=BROKER|128=FUND");

        Assert.That(harness.Transport.Drain(), Is.Empty);
        Assert.That(harness.Application.Events, Is.EqualTo(new[] { "logon", "app:2:A" }));
    }

    [Test]
    public void A_rejected_message_is_in_the_log_once()
    {
        string folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;
        try
        {
            var time = new ManualTime();
            var id = SessionId.Fix44("VENUE", "PEER");
            using (var harness = new SessionHarness(store: Store.FileMessageStore.Open(folder, id, time), time: time))
            {
                harness.LogOn();
                harness.Order(2, "A", "128=NOBODY");
                harness.Receive("D", 3, "11=X");
            }

            using Store.SessionLog log = Store.SessionLog.Open(Path.Combine(folder, "FIX.4.4-VENUE-PEER"));
            var received = new List<long>();
            while (log.TryRead(out Store.SessionLogEntry entry))
            {
                if (entry.Kind == Store.SessionLogEntryKind.Received)
                {
                    received.Add(entry.MsgSeqNum);
                }
            }

            Assert.That(received, Is.EqualTo(new long[] { 1, 2, 3 }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Fields(string message) =>
        string.Join(' ', new[] { 35, 45, 371, 372, 373 }.Select(tag => Wire.Field(message, tag)));
}
