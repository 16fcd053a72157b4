using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>
/// Case 9 of the standard's list, the part that no client can cause: an operator sets the numbers of a session that is
/// not connected.
/// </summary>
public sealed class OperatorNumberTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Our_number_that_was_raised_is_explained_to_the_peer_by_a_gap_fill_also_after_a_restart()
    {
        var time = new ManualTime();
        using (var harness = new SessionHarness(store: Open(time), time: time))
        {
            harness.LogOn();
            harness.Session.Abort("test");
            harness.Session.SetNextSenderMsgSeqNum(50);
        }

        using var again = new SessionHarness(store: Open(time), time: time);
        again.Connect();
        again.Receive("A", 2, "98=0|108=30");
        Assert.That(Wire.Field(again.Transport.Next(), 34), Is.EqualTo("50"));
        again.Receive("2", 3, "7=2|16=0");

        string fill = again.Transport.Next();
        Assert.That(
            string.Join(' ', new[] { 35, 34, 43, 123, 36 }.Select(tag => Wire.Field(fill, tag))),
            Is.EqualTo("4 2 Y Y 51"));
        again.Report("E1");
        Assert.That(Wire.Field(again.Transport.Next(), 34), Is.EqualTo("51"));
    }

    [TestCase(20, "35=2", TestName = "A_peer_ahead_of_it_is_asked_for_what_is_missing")]
    [TestCase(2, "MsgSeqNum too low, expecting 10 but received 2", TestName = "A_peer_below_it_is_refused")]
    [TestCase(10, "35=A", TestName = "A_peer_that_agrees_goes_on")]
    public void Their_number_that_was_set_is_what_the_next_Logon_must_have(long number, string answer)
    {
        var time = new ManualTime();
        using (var harness = new SessionHarness(store: Open(time), time: time))
        {
            harness.LogOn();
            harness.Session.Abort("test");
            harness.Session.SetNextTargetMsgSeqNum(10);
        }

        using var again = new SessionHarness(store: Open(time), time: time);
        again.Connect();
        again.Receive("A", number, "98=0|108=30");

        Assert.That(again.Transport.Drain(), Has.Some.Contains(answer));
    }

    [Test]
    public void Numbers_of_a_live_session_are_nobodys_to_set_and_ours_never_go_back()
    {
        using SessionHarness harness = new SessionHarness().LogOn();
        Assert.That(() => harness.Session.SetNextSenderMsgSeqNum(50), Throws.InvalidOperationException);
        Assert.That(() => harness.Session.SetNextTargetMsgSeqNum(50), Throws.InvalidOperationException);

        harness.Session.Abort("test");

        Assert.That(
            () => harness.Session.SetNextSenderMsgSeqNum(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private FileMessageStore Open(ManualTime time) =>
        FileMessageStore.Open(_folder, SessionId.Fix44("VENUE", "PEER"), time);
}
