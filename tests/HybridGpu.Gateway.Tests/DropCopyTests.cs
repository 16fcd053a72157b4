using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Access;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A session that follows an account's executions and may do nothing.</summary>
public sealed class DropCopyTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task It_gets_every_report_of_its_account_and_what_it_missed_by_resend()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, change: options => options with
        {
            Clients =
            [
                .. options.Clients,
                new GatewayClientOptions("COPY", new AccountId(20))
                {
                    IsDropCopy = true,
                    Permissions = SessionPermissions.Inquiries,
                },
            ],
        });
        await using var maker = new TestClient("MAKER");
        await using var taker = new TestClient("TAKER");
        await using var copy = new TestClient("COPY");
        maker.Connect(venue.Port);
        taker.Connect(venue.Port);
        copy.Connect(venue.Port);

        maker.Order("M1", SideValues.Sell, "2000", "2");
        ReceivedMessage own = maker.Report("0", "M1");
        ReceivedMessage copied = copy.Report("0", "M1");
        Assert.That((own[797], copied[797], copied[17]), Is.EqualTo(((string?)null, "Y", own[17])));
        await copy.KillAsync();
        maker.Quote("Q1", "S,E,BTC-27MAR26-70000-C,1990,5,2010,5");
        maker.Next("b");
        taker.Order("T1", SideValues.Buy, "2010", "3");
        taker.Report("0", "T1");
        taker.Report("F", "T1");
        taker.Report("F", "T1");
        maker.Report("F", "M1");
        maker.Report("F", "Q1");

        copy.Connect(venue.Port);

        Assert.That(VenueFixture.Fields(copy.Report("F", "M1"), 43, 797, 32), Is.EqualTo("43=Y 797=Y 32=2"));
        Assert.That(VenueFixture.Fields(copy.Report("F", "Q1"), 797, 117, 32), Is.EqualTo("797=Y 117=Q1 32=1"));
        copy.Order("C1", SideValues.Buy, "2000", "1");
        Assert.That(copy.Next("j")[380], Is.EqualTo("6"));
        copy.Raw("AN", (710, "P"), (724, "0"));
        Assert.That(copy.Next("AO")[727], Is.EqualTo("1"));
        await venue.CloseAsync();
    }

    [Test]
    public void One_that_could_order_is_refused()
    {
        var options = new GatewayOptions
        {
            StoreDirectory = _folder.Root,
            Clients = [new GatewayClientOptions("COPY", new AccountId(20)) { IsDropCopy = true }],
        };

        Assert.That(
            () => new FixGateway(options, new HybridGpu.Venue.VenueDirectory(), TimeProvider.System),
            Throws.ArgumentException.With.Message.Contains("may neither order nor quote"));
    }
}
