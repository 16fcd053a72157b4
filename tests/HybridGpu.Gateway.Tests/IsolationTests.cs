using System.Net;
using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Who is refused, and that bad clients harm no other.</summary>
public sealed class IsolationTests : VenueFixture
{
    private const string Call = "BTC-27MAR26-70000-C";

    [TearDown]
    public void Others_still_trade()
    {
        Maker.Order("LAST-M", SideValues.Sell, "3000", "1");
        Maker.Report("0", "LAST-M");
        Taker.Order("LAST-T", SideValues.Buy, "3000", "1");
        Taker.Report("0", "LAST-T");
        Taker.Report("F", "LAST-T");
        Maker.Report("F", "LAST-M");
    }

    [Test]
    public async Task A_second_logon_of_a_live_session_and_a_stranger_are_refused()
    {
        foreach (string compId in new[] { "MAKER", "STRANGER" })
        {
            await using var second = new TestClient(compId);
            second.Start(Venue.Port);
            Eventually.Until(() => second.LastFailure.Length > 0, $"{compId} is refused");
            Assert.That(second.Session.NextTargetMsgSeqNum, Is.EqualTo(1), "it is told nothing");
        }

        Assert.That(Venue.Gateway.LoggedOnCount, Is.EqualTo(2));
    }

    [Test]
    public void Garbage_ends_its_own_connection()
    {
        int seed = TestMarket.Seed();
        using var client = new RawClient(Venue.Port, "OTHER");
        byte[] garbage = new byte[300_000];
        new Random(seed).NextBytes(garbage);
        try
        {
            client.Write(garbage);
        }
        catch (IOException)
        {
            // Closed while we wrote.
        }

        Assert.That(client.ReadToEnd(), Is.Empty);
    }

    [Test]
    public void A_client_that_never_reads_is_disconnected()
    {
        using var deaf = new RawClient(Venue.Port, "OTHER");
        deaf.Logon();
        Eventually.Until(() => Venue.Gateway.LoggedOnCount == 3, "it is logged on");
        for (int i = 0; i < 1_000; i++)
        {
            deaf.Send("V", $"262=R{i}|263=1|264=0|267=2|269=0|269=1|146=1|55={Call}");
        }

        int order = 0;
        Eventually.Until(
            () =>
            {
                Maker.Order($"M{order}", SideValues.Buy, $"{1000 + (order % 200)}", "1");
                Maker.Report("0", $"M{order++}");
                Venue.Tick();
                return Venue.Gateway.LoggedOnCount == 2;
            },
            "it is disconnected");
        Assert.That(Venue.Pipeline.Fault, Is.Null);
    }

    [Test]
    public void Only_loopback_is_served_without_authentication_and_names_must_differ()
    {
        var folder = new TestFolder();
        var options = new GatewayOptions
        {
            StoreDirectory = folder.Root,
            Clients =
            [
                new GatewayClientOptions("A", new AccountId(20)),
                new GatewayClientOptions("A", new AccountId(21)),
            ],
        };
        Assert.That(
            () => new FixGateway(
                options with { Address = IPAddress.Any }, new VenueDirectory(), TimeProvider.System),
            Throws.ArgumentException.With.Message.Contains("loopback"));
        for (int i = 0; i < 2; i++)
        {
            // The same fault twice: the first one has let go of the message stores.
            Assert.That(
                () => new FixGateway(options, new VenueDirectory(), TimeProvider.System),
                Throws.ArgumentException.With.Message.Contains("twice"));
        }

        folder.Remove();
    }
}
