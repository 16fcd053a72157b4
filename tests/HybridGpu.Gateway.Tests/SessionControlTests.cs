using HybridGpu.Fix.Sessions;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>An operator stops sessions and lets them back.</summary>
public sealed class SessionControlTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task A_killed_session_has_nothing_open_is_told_why_and_stays_out_over_a_restart_until_it_is_allowed()
    {
        await using var maker = new TestClient("MAKER");
        await using var other = new TestClient("OTHER");
        await using (TestVenue venue = await TestVenue.OpenAsync(_folder.Root))
        {
            maker.Connect(venue.Port);
            other.Connect(venue.Port);
            maker.Order("M1", (byte)'1', "1990", "1");
            maker.Report("0", "M1");
            maker.Quote("Q1", "S,E,BTC-PERP,60000,5,70000,5");
            maker.Next("b");
            other.Order("O1", (byte)'1', "1980", "1");
            other.Report("0", "O1");
            Assert.That(venue.Gateway.Control.Kill("MAKER", "orders out of hand"), Is.Empty);

            Eventually.Until(() => maker.LastFailure.Length > 0, "it is logged out");
            Assert.That(maker.LastFailure, Does.Contain("orders out of hand"));
            Assert.That(Status(venue, "MAKER").StopReason, Is.EqualTo("orders out of hand"));
            Assert.That(Status(venue, "OTHER"), Has.Property("State").EqualTo(SessionState.LoggedOn));
            await AssertRefusedAsync(venue);
            await venue.CloseAsync();
            Assert.That(venue.Pipeline.Engine.OpenOrderCount, Is.EqualTo(1), "the other's is left");
        }

        await using (TestVenue venue = await TestVenue.OpenAsync(_folder.Root))
        {
            await AssertRefusedAsync(venue);

            Assert.That(venue.Gateway.Control.Allow("MAKER"), Is.Empty);

            await using var back = new TestClient("MAKER", resetOnLogon: true);
            back.Connect(venue.Port);
            back.Order("M2", (byte)'1', "1990", "1");
            back.Report("0", "M2");
            await venue.CloseAsync();
        }

        await using TestVenue last = await TestVenue.OpenAsync(_folder.Root);
        Assert.That(Status(last, "MAKER").StopReason, Is.Null, "it is forgotten for good");
    }

    [Test]
    public async Task A_mark_alone_stops_a_session_also_if_the_venue_died_before_it_told_the_engine()
    {
        await using (TestVenue venue = await TestVenue.OpenAsync(_folder.Root))
        {
            await using var maker = new TestClient("MAKER");
            maker.Connect(venue.Port);
            maker.Order("M1", (byte)'1', "1990", "1");
            maker.Report("0", "M1");
            await venue.CloseAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "fix", "MAKER.stopped"), "a reason");
        await using TestVenue again = await TestVenue.OpenAsync(_folder.Root);
        await AssertRefusedAsync(again);
        await again.CloseAsync();
        Assert.That(again.Pipeline.Engine.OpenOrderCount, Is.Zero, "its order is cancelled");
    }

    [Test]
    public async Task What_cannot_be_done_is_said()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        SessionControl control = venue.Gateway.Control;
        Assert.That(control.Kill("NOBODY", "why"), Is.EqualTo("there is no session NOBODY"));
        Assert.That(control.Allow("NOBODY"), Is.EqualTo("there is no session NOBODY"));
        Assert.That(control.Allow("MAKER"), Is.EqualTo("MAKER is not stopped"));
        foreach (string reason in new[] { "", new string('x', 81), "a\u0001b", "\u00e9" })
        {
            Assert.That(control.Kill("MAKER", reason), Does.StartWith("the reason must have"));
        }

        Assert.That(control.List().Select(one => one.CompId), Is.EqualTo(["MAKER", "TAKER", "OTHER"]));
    }

    private static async Task AssertRefusedAsync(TestVenue venue)
    {
        await using var refused = new TestClient("MAKER", resetOnLogon: true);
        refused.Start(venue.Port);
        Eventually.Until(() => refused.LastFailure.Length > 0, "it is refused");
        Assert.That(refused.LastFailure, Does.Contain("This session is stopped"));
    }

    private static SessionStatus Status(TestVenue venue, string compId) =>
        venue.Gateway.Control.List().Single(session => session.CompId == compId);
}
