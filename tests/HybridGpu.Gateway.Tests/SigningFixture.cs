using System.Diagnostics.CodeAnalysis;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A venue with an account that signs (30): SIGNER and SECOND, each with its own key; and TAKER, who
/// delegates.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The tear-down disposes them after every test.")]
public abstract class SigningFixture
{
    internal const uint Account = 30;

    internal TestFolder Folder { get; private set; } = null!;

    internal SignedMessages Mine { get; private set; } = null!;

    internal SignedMessages Others { get; private set; } = null!;

    internal TestVenue Venue { get; private set; } = null!;

    internal TestClient Client { get; private set; } = null!;

    internal TestClient Taker { get; private set; } = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        Folder = new TestFolder();
        Mine = new SignedMessages(Account);
        Others = new SignedMessages(Account);
        Client = new TestClient("SIGNER");
        Taker = new TestClient("TAKER");
        Venue = await TestVenue.OpenAsync(Folder.Root, change: WithSigners);
        Command deposit = TestMarket.Deposit(Account);
        Venue.Pipeline.Gate.Publish(in deposit);
        Client.Connect(Venue.Port);
        Taker.Connect(Venue.Port);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await Client.DisposeAsync();
        await Taker.DisposeAsync();
        await Venue.CloseAsync();
        Mine.Dispose();
        Others.Dispose();
        Folder.Remove();
    }

    /// <summary>The keys of SIGNER; one without bounds unless a test says otherwise.</summary>
    internal virtual IReadOnlyList<Gateway.Signatures.OrderKey> Keys => [Mine.Key];

    internal GatewayOptions WithSigners(GatewayOptions options) => options with
    {
        Clients =
        [
            .. options.Clients,
            new GatewayClientOptions("SIGNER", new AccountId(Account)) { OrderKeys = Keys },
            new GatewayClientOptions("SECOND", new AccountId(Account)) { OrderKeys = [Others.Key] },
        ],
    };

    /// <summary>The venue refuses what was sent last: as what, with which fault.</summary>
    internal ReceivedMessage Refused(string fault, string? name = null)
    {
        ReceivedMessage refusal = Client.Next();
        Assert.That(refusal[20043], Is.EqualTo(fault), refusal.ToString());
        Assert.That(refusal[58], Is.Not.Empty);
        Assert.That(name, Is.Null.Or.EqualTo(refusal[11]));
        return refusal;
    }
}
