using HybridGpu.Fix.Generated;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>CancelOnDisconnect(20000): nothing is left open of who is gone.</summary>
public sealed class CancelOnDisconnectTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task Orders_and_quotes_are_cancelled_when_the_connection_breaks_and_reported_afterwards()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        await using var client = new TestClient("MAKER") { CancelOnDisconnect = true };
        client.Connect(venue.Port);
        client.Order("M1", SideValues.Buy, "1900", "1");
        client.Report("0", "M1");
        client.Quote("Q1", "S,E,BTC-27MAR26-70000-C,1990,5,2010,5");
        client.Next("b");

        await client.KillAsync();
        Eventually.Until(() => venue.Gateway.ReportCount == 3, "the cancel is reported");
        client.CancelOnDisconnect = false;
        client.Connect(venue.Port);

        Assert.That(VenueFixture.Fields(client.Report("4", "M1"), 43, 39, 20005), Is.EqualTo("43=Y 39=4 20005=9"));
        client.Raw("a", (55, "BTC-27MAR26-70000-C"));
        Assert.That(client.Next("AI")[297], Is.EqualTo("9"));
        client.Order("M2", SideValues.Buy, "1900", "1");
        client.Report("0", "M2");
        await client.KillAsync();
        Eventually.Until(() => venue.Gateway.LoggedOnCount == 0, "it is gone");
        client.Connect(venue.Port);
        client.Raw("AF", (584, "S"), (585, "7"));
        client.Report("I", "M2");
        await venue.CloseAsync();
    }

    [Test]
    public async Task A_Logon_that_is_refused_for_its_number_changes_nothing_of_it()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        await using var client = new TestClient("MAKER");
        client.Connect(venue.Port);
        client.Order("M1", SideValues.Buy, "1900", "1");
        client.Report("0", "M1");
        await client.KillAsync();
        Eventually.Until(() => venue.Gateway.LoggedOnCount == 0, "it is gone");
        await using var forgetful = new TestClient("MAKER") { CancelOnDisconnect = true };
        forgetful.Start(venue.Port);
        Eventually.Until(() => forgetful.LastFailure.Length > 0, "its number is too low");

        Assert.That(
            Directory.GetFiles(Path.Combine(_folder.Root, "fix"), "*.cancel-on-disconnect"), Is.Empty);
        await venue.CloseAsync();
        Assert.That(venue.Pipeline.Engine.OpenOrderCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_venue_that_was_killed_cancels_when_it_is_back()
    {
        string image = Path.Combine(_folder.Root, "image");
        await using var client = new TestClient("MAKER") { CancelOnDisconnect = true };
        TestVenue crashing = await TestVenue.OpenAsync(_folder.Root);
        await using (crashing)
        {
            client.Connect(crashing.Port);
            client.Order("M1", SideValues.Buy, "1900", "1");
            client.Report("0", "M1");
            Copy("fix", image);
            Copy("journal", image);
            await client.KillAsync();
        }

        await using TestVenue back = await TestVenue.OpenAsync(image);
        Eventually.Until(() => back.Gateway.ReportCount == 1, "the cancel is reported");
        client.CancelOnDisconnect = false;
        client.Connect(back.Port);
        Assert.That(client.Report("4", "M1")[20005], Is.EqualTo("9"));
        await back.CloseAsync();
        Assert.That(back.Pipeline.Engine.OpenOrderCount, Is.Zero);
        Assert.That(Directory.GetFiles(Path.Combine(image, "fix"), "*.cancel-on-disconnect"), Is.Empty);
    }

    [Test]
    public async Task Marks_and_stores_are_for_the_venue_alone()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        await using var client = new TestClient("MAKER") { CancelOnDisconnect = true };
        client.Connect(venue.Port);
        Assert.That(venue.Gateway.Control.Kill("TAKER", "for the test"), Is.Empty);

        string folder = Path.Combine(_folder.Root, "fix");
        string[] files = Directory.GetFiles(folder);
        Assert.That(
            files.Select(Path.GetFileName), Is.SupersetOf(new[] { "MAKER.cancel-on-disconnect", "TAKER.stopped" }));
        if (!OperatingSystem.IsWindows())
        {
            UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.That(files.Select(File.GetUnixFileMode), Is.All.EqualTo(own));
            Assert.That(File.GetUnixFileMode(folder), Is.EqualTo(own | UnixFileMode.UserExecute));
        }

        await venue.CloseAsync();
    }

    private void Copy(string part, string image) =>
        TestFolder.CopyImage(Path.Combine(_folder.Root, part), Path.Combine(image, part));
}
