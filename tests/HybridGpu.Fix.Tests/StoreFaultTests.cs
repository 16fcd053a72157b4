using HybridGpu.Fix.Sessions;

namespace HybridGpu.Fix.Tests;

/// <summary>A session whose messages can't be saved: it goes down, and stays down until the process is started
/// again.</summary>
public sealed class StoreFaultTests
{
    [Test]
    public void What_the_store_does_not_take_is_not_sent()
    {
        var time = new ManualTime();
        using var store = new FullDiskStore(time);
        using SessionHarness harness = new SessionHarness(store: store, time: time).LogOn();
        store.TakesNothing = true;

        Assert.That(harness.Report("E1"), Is.EqualTo(SendResult.StoreFailed));
        Assert.That(harness.Transport.Drain(), Is.Empty);
        AssertDown(harness, store);
    }

    [Test]
    public void What_the_store_can_not_save_is_not_written_to_the_peer()
    {
        var time = new ManualTime();
        using var store = new FullDiskStore(time);
        using SessionHarness harness = new SessionHarness(store: store, time: time).LogOn();
        harness.Report("E1");
        store.SavesNothing = true;

        // The transport asks before it writes what it holds, and writes nothing on a no.
        Assert.That(harness.Session.FlushStore(), Is.False);
        AssertDown(harness, store);
    }

    private static void AssertDown(SessionHarness harness, FullDiskStore store)
    {
        Assert.That(harness.Transport.CloseReason, Is.EqualTo("message store failed: No space left on device"));
        Assert.That(harness.Session.State, Is.EqualTo(SessionState.Disconnected));
        (store.TakesNothing, store.SavesNothing) = (false, false);
        Assert.That(harness.Report("E2"), Is.EqualTo(SendResult.StoreFailed), "room alone doesn't bring it back");
        Assert.That(harness.Session.FlushStore(), Is.False);
        Assert.That(harness.Session.TryConnect(new RecordingTransport(), isInitiator: false), Is.False);
    }
}
