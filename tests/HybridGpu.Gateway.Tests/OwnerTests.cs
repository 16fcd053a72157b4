using System.Collections.Concurrent;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Venue;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Accounts that the gateway opens have the owner that its options name.</summary>
public sealed class OwnerTests
{
    private static readonly AccountId Owned = new(40);
    private static readonly AccountId Unowned = new(41);
    private static readonly byte[] Address = [.. Enumerable.Range(1, 20).Select(value => (byte)value)];

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task An_account_is_opened_with_its_owner_or_with_none()
    {
        ConcurrentDictionary<AccountId, OpenAccount> opened =
            await RegisterAsync(account => account == Owned ? Address : default);

        byte[] owner = new byte[20];
        opened[Owned].CopyOwnerTo(owner);
        Assert.That(owner, Is.EqualTo(Address));
        Assert.That(opened[Owned].Delegates, Is.EqualTo(1));
        opened[Unowned].CopyOwnerTo(owner);
        Assert.That(owner, Is.EqualTo(new byte[20]));
    }

    [Test]
    public async Task Without_owners_named_all_are_opened_without()
    {
        ConcurrentDictionary<AccountId, OpenAccount> opened = await RegisterAsync(null);
        Assert.That(opened.Values.Select(open => open.Owner0), Is.All.Zero);
        Assert.That(opened, Has.Count.EqualTo(2));
    }

    [Test]
    public void An_owner_of_another_length_is_refused() => Assert.That(
        async () => await RegisterAsync(_ => new byte[19]),
        Throws.ArgumentException.With.Message.Contains("19 bytes"));

    private async Task<ConcurrentDictionary<AccountId, OpenAccount>> RegisterAsync(
        Func<AccountId, ReadOnlyMemory<byte>>? ownerOf)
    {
        var options = new GatewayOptions
        {
            StoreDirectory = Path.Combine(_folder.Root, "fix"),
            Clients = [new GatewayClientOptions("A", Owned), new GatewayClientOptions("B", Unowned)],
            OwnerOf = ownerOf,
        };
        var directory = new VenueDirectory();
        var observer = new Openings();
        await using var gateway = new FixGateway(options, directory, TimeProvider.System);
        using VenuePipeline venue = VenuePipeline.Open(
            TestMarket.Options(_folder.Journal), new TestClock(), directory, [.. gateway.Handlers, observer]);
        gateway.Attach(venue);
        venue.Start();
        try
        {
            await gateway.RegisterAsync(CancellationToken.None);
        }
        finally
        {
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        }

        return observer.Opened;
    }

    private sealed class Openings : IVenueObserver
    {
        public ConcurrentDictionary<AccountId, OpenAccount> Opened { get; } = new();

        public string Name => "openings";

        public bool NeedsDurableEvents => false;

        public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
        {
            if (venueEvent.Header.Kind == EventKind.AccountOpened)
            {
                Opened[venueEvent.OpenAccount.Account] = venueEvent.OpenAccount;
            }
        }
    }
}
