using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Domain;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Gateway.Access;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Keys, certificates, permissions and limits over real sockets.</summary>
public sealed class GatewayAccessTests
{
    private readonly SignedLogon _key = new("maker-key");
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task A_session_with_a_key_logs_on_by_signature_over_mutual_TLS_and_trades()
    {
        using RSA authorityKey = RSA.Create(2_048);
        using X509Certificate2 authority = Authority(authorityKey);
        using X509Certificate2 server = Issue(authority, "localhost");
        using X509Certificate2 client = Issue(authority, "maker");
        using RSA otherKey = RSA.Create(2_048);
        using X509Certificate2 otherAuthority = Authority(otherKey);
        using X509Certificate2 stranger = Issue(otherAuthority, "maker");
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, change: options => options with
        {
            Address = IPAddress.Any,
            Certificate = server,
            ClientAuthorities = [X509CertificateLoader.LoadCertificate(authority.RawData)],
            Clients = [new GatewayClientOptions("MAKER", new AccountId(20)) { Keys = [_key.Key] }],
        });
        await using TestClient strange = Over(stranger, authority);
        strange.LogonFields = _key.Fields(DateTimeOffset.UtcNow, "a-strange-nonce");
        strange.Start(venue.Port);
        Eventually.Until(() => strange.LastFailure.Length > 0, "the stranger is turned away");

        await using TestClient maker = Over(client, authority);
        maker.LogonFields = [];
        maker.Start(venue.Port);
        Eventually.Until(() => maker.LastFailure.Length > 0, "without a signature it is refused");
        Assert.That(maker.LastFailure, Does.Contain("Logon refused"));
        Assert.That(strange.Session.State, Is.EqualTo(SessionState.Disconnected));
        await maker.KillAsync();
        maker.LogonFields = _key.Fields(DateTimeOffset.UtcNow);
        maker.Connect(venue.Port);
        maker.Order("M1", SideValues.Buy, "2000", "1");
        maker.Report("0", "M1");
        await maker.KillAsync();
        await venue.CloseAsync();
        string log = await File.ReadAllTextAsync(
            Directory.GetFiles(Path.Combine(_folder.Root, "fix"), "*.log").Single(), System.Text.Encoding.Latin1);
        Assert.That(log, Does.Contain("\u0001554=****").And.Not.Contain(maker.LogonFields[3].Value));
    }

    [Test]
    public async Task What_a_session_is_not_allowed_is_refused_and_the_rest_goes_on()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, change: options => options with
        {
            Clients =
            [
                new GatewayClientOptions("MAKER", new AccountId(20)) { Permissions = SessionPermissions.Quotes },
                new GatewayClientOptions("OTHER", new AccountId(22)) { Permissions = SessionPermissions.Inquiries },
            ],
        });
        await using var maker = new TestClient("MAKER");
        await using var reader = new TestClient("OTHER");
        maker.Connect(venue.Port);
        reader.Connect(venue.Port);

        maker.Order("M1", SideValues.Buy, "2000", "1");
        Assert.That(VenueFixture.Fields(maker.Next("j"), 372, 380, 58), Is.EqualTo(
            "372=D 380=6 58=This session is not allowed to send this"));
        maker.Quote("Q1", "S,E,BTC-27MAR26-70000-C,1990,5,2010,5");
        Assert.That(maker.Next("b")[297], Is.EqualTo("0"));
        maker.Raw("q", (11, "MC"), (530, "7"), (60, "20260205-08:00:00"));
        Assert.That(maker.Next("r")[533], Is.EqualTo("2"));
        reader.Raw("q", (11, "MC"), (530, "7"), (60, "20260205-08:00:00"));
        Assert.That(reader.Next("j")[380], Is.EqualTo("6"));
        reader.Raw("AN", (710, "P"), (724, "0"));
        reader.Next("AO");
        await venue.CloseAsync();
    }

    [Test]
    public async Task Requests_for_quote_have_a_share_of_their_own_of_which_makers_hear_no_more()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, change: options => options with
        {
            Clients =
            [
                new GatewayClientOptions("TAKER", new AccountId(21))
                {
                    Limits = new MessageLimits { QuoteRequestsPerSecond = 2 },
                },
                new GatewayClientOptions("MAKER", new AccountId(20)),
            ],
        });
        await using var taker = new TestClient("TAKER");
        await using var maker = new TestClient("MAKER");
        taker.Connect(venue.Port);
        maker.Connect(venue.Port);
        string call = "BTC-27MAR26-70000-C";
        for (int i = 0; i < 12; i++)
        {
            // What can't be asked costs nothing of it.
            taker.Raw("R", (131, $"BAD{i}"), (146, "1"), (55, "NOWHERE"), (38, "5"));
            taker.Raw("R", (131, $"R{i}"), (146, "1"), (55, call), (38, "5"));
        }

        ReceivedMessage[] all = [.. Enumerable.Range(0, 24).Select(_ => taker.Next())];
        ReceivedMessage[] refused =
            [.. all.Where(message => message.MsgType == "AG" && message[131]!.StartsWith('R'))];
        int taken = all.Count(message => message.MsgType == "AI" && message[297] == "10");
        Assert.That(refused, Has.Length.InRange(1, 10), "two at once, and what is gained meanwhile");
        Assert.That(taken + refused.Length, Is.EqualTo(12));
        Assert.That(VenueFixture.Fields(refused[0], 658, 55), Is.EqualTo($"658=3 55={call}"));
        Assert.That(refused[0][58], Does.Match("^Too many messages: retry in [0-9]{1,3} ms$"));
        taker.Order("T1", SideValues.Buy, "2000", "1");
        taker.Report("0", "T1");
        string[] heard = [.. Enumerable.Range(0, taken).Select(_ => maker.Next("R")[131]!)];
        Assert.That(heard, Is.Unique);
        maker.AssertQuiet();
        await venue.CloseAsync();
    }

    [Test]
    public async Task More_than_a_sessions_share_is_refused_with_the_time_to_wait_and_cancels_are_not()
    {
        await using TestVenue venue = await TestVenue.OpenAsync(_folder.Root, change: options => options with
        {
            Clients =
            [
                new GatewayClientOptions("MAKER", new AccountId(20))
                {
                    Limits = new MessageLimits { OrdersPerSecond = 3, QuoteEntriesPerSecond = 2 },
                },
            ],
        });
        await using var maker = new TestClient("MAKER");
        maker.Connect(venue.Port);
        for (int i = 0; i < 30; i++)
        {
            maker.Order($"M{i}", SideValues.Buy, "2000", "1");
        }

        ReceivedMessage[] all = [.. Enumerable.Range(0, 30).Select(_ => maker.Next())];
        ReceivedMessage[] refused = [.. all.Where(message => message.MsgType == "j")];
        Assert.That(refused, Has.Length.InRange(2, 27), "a second's worth at once, and what is gained meanwhile");
        Assert.That(VenueFixture.Fields(refused[0], 372, 380), Is.EqualTo("372=D 380=0"));
        Assert.That(int.Parse(refused[0][20007]!), Is.InRange(1, 334));
        Assert.That(refused[0][58], Is.EqualTo($"Too many messages: retry in {refused[0][20007]} ms"));
        string call = "BTC-27MAR26-70000-C";
        maker.Quote("Q1", $"S,A,{call},1990,5,2010,5", "S,B,BTC-PERP,67000,5,69000,5", $"S,C,{call},1990,5,2010,5");
        for (int i = 0; i < 30; i++)
        {
            maker.Cancel($"C{i}", $"M{i}");
        }

        int answers = 0;
        while (answers < 30)
        {
            ReceivedMessage next = maker.Next();
            Assert.That(next[372], Is.Not.EqualTo("F"), "cancels are never held up");
            answers += next.MsgType == "9" || (next.MsgType == "8" && next[150] == "4") ? 1 : 0;
        }

        await venue.CloseAsync();
    }

    private static TestClient Over(X509Certificate2 certificate, X509Certificate2 authority) => new("MAKER")
    {
        Connection = settings => settings with
        {
            UseTls = true,
            TlsHost = "localhost",
            ClientCertificate = certificate,
            ServerCertificateValidation = (_, shown, _, _) =>
                CertificateTrust.IsIssuedBy([authority], shown),
        },
    };

    private static X509Certificate2 Authority(RSA key)
    {
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using RSA key = RSA.Create(2_048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        using X509Certificate2 issued = request.Create(
            authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), serial);
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
