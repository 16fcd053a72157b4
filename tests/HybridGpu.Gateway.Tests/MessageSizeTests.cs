using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.Access;
using HybridGpu.Persistence;

namespace HybridGpu.Gateway.Tests;

/// <summary>The largest messages, and what comes after them.</summary>
public sealed class MessageSizeTests
{
    private const int Room = 4 * GatewayOptions.QuoteMessageBytesMax;

    private Venue.Tests.TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Venue.Tests.TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task A_MassQuote_of_100_sets_of_100_entries_with_names_of_full_length_is_served()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(
            _folder.Root, journal: new JournalOptions { SegmentBytes = 16 << 20 });
        await using var maker = new TestClient("MAKER", maxMessageBytes: Room);
        maker.Connect(venue.Port);

        maker.Quote("Q1", [.. Entries(MassQuote.EntryCountMax)]);

        ReceivedMessage ack = maker.Next("b");
        Assert.That(ack[297], Is.EqualTo("0"));
        Assert.That(ack[58], Is.EqualTo("More entries were refused than are named here"));
        Assert.That(ack.Group(299), Has.Length.EqualTo(200));
        maker.Quote("Q2", [.. Entries(MassQuote.EntryCountMax + 1)]);
        ReceivedMessage refusal = maker.Next("b");
        Assert.That((refusal[117], refusal[297]), Is.EqualTo(("Q2", "5")));
        Assert.That(refusal[58], Is.EqualTo("A MassQuote takes at most 10,000 entries"));
        maker.Order("M1", (byte)'1', "2000", "1");
        maker.Report("0", "M1");
        await maker.KillAsync();
    }

    [TestCase(SessionPermissions.All, GatewayOptions.QuoteMessageBytesMax)]
    [TestCase(SessionPermissions.Orders, 64 * 1024)]
    public async Task A_message_beyond_the_largest_ends_the_session_with_a_Logout_that_says_so(
        SessionPermissions permissions, int bytesMax)
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, change: options => options with
        {
            Clients = [new GatewayClientOptions("MAKER", new AccountId(20)) { Permissions = permissions }],
        });
        await using var maker = new TestClient("MAKER", maxMessageBytes: Room);
        maker.Connect(venue.Port);
        string most = new('x', bytesMax - 400);
        maker.Raw(
            "D", (11, "M1"), (55, "NOWHERE"), (54, "1"), (60, "20260320-10:00:00"), (38, "1"), (40, "1"), (58, most));
        Assert.That(maker.Next("j")[58], Is.EqualTo("A value is longer than 256 bytes"), "it is read whole");

        maker.Raw(
            "D", (11, "M2"), (55, "NOWHERE"), (54, "1"), (60, "20260320-10:00:00"), (38, "1"), (40, "1"),
            (58, most + new string('x', 400)));

        Venue.Tests.Eventually.Until(() => maker.LastFailure.Length > 0, "the session is ended");
        Assert.That(
            maker.LastFailure,
            Does.Contain(string.Create(CultureInfo.InvariantCulture, $"Message larger than {bytesMax} bytes")));
        await maker.KillAsync();
        await using var again = new TestClient("MAKER", resetOnLogon: true);
        again.Connect(venue.Port);
        await again.KillAsync();
    }

    [Test]
    public async Task Before_a_Logon_nobody_has_room_for_more_than_a_Logon_needs()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root);
        using var stranger = new RawClient(venue.Port, "MAKER");
        stranger.Write("8=FIX.4.4\u00019=100000\u000135=A\u0001"u8.ToArray());
        Assert.That(stranger.ReadToEnd(), Is.Empty);
    }

    /// <summary>Entries that fill their fields, in sets of 100.</summary>
    private static IEnumerable<string> Entries(int count) => Enumerable.Range(0, count).Select(i =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"SET{i / 100:D5},ENTRY-{i:D10},NOWHERE-{new string('X', 32)},123456789.123456,1000000000,"
            + $"123456789.123457,1000000000"));
}
