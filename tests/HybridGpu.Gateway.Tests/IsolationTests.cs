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
    public void A_client_that_never_reads_its_answers_is_disconnected()
    {
        using var deaf = new RawClient(Venue.Port, "OTHER");
        deaf.Logon();
        Eventually.Until(() => Venue.Gateway.LoggedOnCount == 3, "it is logged on");
        Eventually.Until(
            () =>
            {
                try
                {
                    deaf.Send("x", "320=L|559=4");
                }
                catch (IOException)
                {
                    // Closed while we wrote.
                }

                return Venue.Gateway.LoggedOnCount == 2;
            },
            "it is disconnected");
        Assert.That(Venue.Pipeline.Fault, Is.Null);
    }

    [Test]
    public async Task Market_data_waits_for_a_slow_reader_and_then_shows_the_book_as_it_is()
    {
        const int Subscriptions = 4;
        const int Rounds = 2_500;
        using var slow = new RawClient(Venue.Port, "OTHER", receiveBufferBytes: 16_384);
        slow.Logon();
        Eventually.Until(() => Venue.Gateway.LoggedOnCount == 3, "it is logged on");
        for (int i = 0; i < Subscriptions; i++)
        {
            slow.Send("V", $"262=R{i}|263=1|264=0|267=2|269=0|269=1|146=1|55={Call}");
        }

        for (int i = 0; i < 30; i++)
        {
            Maker.Order($"DEEP{i}", SideValues.Buy, $"{900 + i}", "1");
            Maker.Report("0", $"DEEP{i}");
        }

        // The best bid moves all the time; the last one stays where none was before.
        for (int i = 0; i < Rounds; i++)
        {
            Maker.Order($"M{i}", SideValues.Buy, i == Rounds - 1 ? "1999.9" : $"{1000 + (i % 500)}", "1");
            Maker.Report("0", $"M{i}");
            if (i > 0)
            {
                Maker.Cancel($"C{i}", $"M{i - 1}");
                Maker.Report("4", $"C{i}");
            }

            Venue.Tick();
        }

        Assert.That(Venue.Gateway.LoggedOnCount, Is.EqualTo(3), "market data alone disconnects nobody");
        const string Newest = "270=1999.9\u0001";
        var seen = new HashSet<string>();
        Task<string> reading = Task.Run(() => slow.ReadUntil(text =>
        {
            foreach (string message in text.Split("8=FIX").Where(m => m.Contains(Newest, StringComparison.Ordinal)))
            {
                int id = message.IndexOf("\u0001262=", StringComparison.Ordinal) + 1;
                seen.Add(message[id..message.IndexOf('\u0001', id)]);
            }

            return seen.Count >= Subscriptions;
        }));
        Eventually.Until(
            () =>
            {
                Venue.Tick();
                return reading.IsCompleted;
            },
            "every subscription shows the newest level");
        string all = await reading;
        Assert.That(
            all.Split("\u000135=W\u0001").Length, Is.LessThan(Subscriptions * Rounds * 9 / 10), "stale ones");
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
