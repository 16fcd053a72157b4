using System.Diagnostics.CodeAnalysis;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A new venue for each test, with two clients logged on.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The tear-down disposes them after every test.")]
public abstract class VenueFixture
{
    private TestFolder _folder = null!;

    internal TestVenue Venue { get; private set; } = null!;

    internal TestClient Maker { get; private set; } = null!;

    internal TestClient Taker { get; private set; } = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _folder = new TestFolder();
        Venue = await TestVenue.OpenAsync(_folder.Root);
        Maker = new TestClient("MAKER");
        Taker = new TestClient("TAKER");
        Maker.Connect(Venue.Port);
        Taker.Connect(Venue.Port);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await Maker.DisposeAsync();
        await Taker.DisposeAsync();
        await Venue.CloseAsync();
        _folder.Remove();
    }

    /// <summary>Lets time pass until the client is told something, which must be of this type.</summary>
    internal ReceivedMessage NextTold(TestClient client, string msgType)
    {
        ReceivedMessage? next = null;
        Eventually.Until(
            () =>
            {
                Venue.Tick();
                return (next = client.TryNext()) is not null;
            },
            "the publisher answers");
        Assert.That(next!.MsgType, Is.EqualTo(msgType), next.ToString());
        return next;
    }

    internal static string Fields(ReceivedMessage message, params int[] tags) =>
        string.Join(' ', tags.Select(tag => $"{tag}={message[tag]}"));
}
