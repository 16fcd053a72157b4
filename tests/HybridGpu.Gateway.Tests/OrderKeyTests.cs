using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>What a key may sign, and which accounts sign.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The tear-down disposes them after every test.")]
public sealed class OrderKeyTests
{
    private const uint Account = 30;
    private TestFolder _folder = null!;
    private SignedMessages _key = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TestFolder();
        _key = new SignedMessages(Account);
    }

    [TearDown]
    public void RemoveFolder()
    {
        _key.Dispose();
        _folder.Remove();
    }

    [Test]
    public async Task A_key_signs_within_its_cap_its_scope_and_its_time_and_a_second_key_beside_it()
    {
        using var other = new SignedMessages(Account);
        DateTimeOffset end = DateTimeOffset.UtcNow.AddYears(1);
        OrderKey bounded = _key.Key with { LotsMax = 5, Scope = OrderKeyScope.Orders, NotAfter = end };
        await using TestVenue venue = await OpenAsync(bounded, other.Key);
        await using var client = new TestClient("SIGNER");
        client.Connect(venue.Port);
        NewOrder order = _key.Buy(1, 1, lots: 5);
        client.Raw("D", _key.Fields("A", in order));
        client.Report("0", "A");

        order = _key.Buy(2, 1, lots: 6);
        client.Raw("D", _key.Fields("B", in order));
        AssertRefused(client, "6", "3");
        client.Raw("i", _key.Quote("Q", 1, (19_000, 21_000, 1)));
        Assert.That(client.Next("b")[20043], Is.EqualTo("5"));
        order = _key.Buy(2, 1) with { ExpiryNs = ((end - DateTimeOffset.UnixEpoch).Ticks * 100) + 100 };
        client.Raw("D", _key.Fields("C", in order));
        AssertRefused(client, "4", "99");
        client.Raw("D", other.Fields("D", in order));
        client.Report("0", "D");
        client.Raw("i", other.Quote("Q", 1, (19_000, 21_000, 6)));
        Assert.That(client.Next("b")[20043], Is.Null);
        await client.KillAsync();
    }

    [TestCase(6, 5)]
    [TestCase(5, 6)]
    public async Task A_quotes_cap_is_of_either_side(long bidLots, long askLots)
    {
        await using TestVenue venue = await OpenAsync(_key.Key with { LotsMax = 5 });
        await using var client = new TestClient("SIGNER");
        client.Connect(venue.Port);

        client.Raw("i", _key.TwoSided("Q", 1, (19_000, bidLots, 21_000, askLots)));

        Assert.That(client.Next("b")[20043], Is.EqualTo("6"));
        client.Raw("i", _key.TwoSided("Q", 1, (19_000, 5, 21_000, 5)));
        Assert.That(client.Next("b")[20043], Is.Null);
        await client.KillAsync();
    }

    [Test]
    public async Task A_key_that_is_over_signs_nothing_any_more()
    {
        await using TestVenue venue = await OpenAsync(_key.Key with { NotAfter = DateTimeOffset.UtcNow.AddHours(-1) });
        await using var client = new TestClient("SIGNER");
        client.Connect(venue.Port);
        NewOrder order = _key.Buy(1, 1);
        client.Raw("D", _key.Fields("A", in order));
        AssertRefused(client, "4", "99");
        await client.KillAsync();
    }

    [Test]
    public async Task A_signature_for_another_venue_is_none_here()
    {
        using var elsewhere = new SignedMessages(
            Account, OrderDomain.Development with { ChainId = 1 });
        await using TestVenue venue = await OpenAsync(elsewhere.Key);
        await using var client = new TestClient("SIGNER");
        client.Connect(venue.Port);
        NewOrder order = elsewhere.Buy(1, 1);
        client.Raw("D", elsewhere.Fields("A", in order));
        AssertRefused(client, "3", "99");
        await client.KillAsync();
    }

    [Test]
    public void An_account_signs_with_all_sessions_that_may_trade_or_with_none()
    {
        GatewayClientOptions signing = Signer(_key.Key);
        Assert.That(
            () => Open(signing, new GatewayClientOptions("PLAIN", new AccountId(Account))),
            Throws.ArgumentException.With.Message.Contains("PLAIN has no order key"));
        Assert.That(
            () => Open(signing, new GatewayClientOptions("PLAIN", new AccountId(Account))
            {
                Permissions = SessionPermissions.Quotes,
            }),
            Throws.ArgumentException);
        Assert.That(
            () => Open(signing, new GatewayClientOptions("WATCHER", new AccountId(Account))
            {
                Permissions = SessionPermissions.Inquiries,
            }),
            Throws.Nothing);
        Assert.That(() => Open(signing, new GatewayClientOptions("PLAIN", new AccountId(31))), Throws.Nothing);
        OrderKey[] five = [.. Enumerable.Repeat(_key.Key, 5)];
        Assert.That(() => Open(Signer(five)), Throws.ArgumentException.With.Message.Contains("1 to 4"));
    }

    [Test]
    public async Task An_account_stays_one_that_signs_or_one_that_delegates([Values] bool signsFirst)
    {
        OrderKey[] keys = [_key.Key];
        await using (TestVenue first = await OpenAsync(signsFirst ? keys : []))
        {
            Eventually.Until(
                () => first.Pipeline.Directory.HasAccount(new AccountId(Account)), "the directory has seen it, too");
            Assert.That(first.Pipeline.Directory.Delegates(new AccountId(Account)), Is.EqualTo(!signsFirst));
            await first.CloseAsync();
        }

        Assert.That(
            async () => await OpenAsync(signsFirst ? [] : keys),
            Throws.ArgumentException.With.Message.Contains(signsFirst ? "that signs" : "that delegates"));
    }

    [Test]
    public void What_may_add_risk_passes_only_where_it_can_be_signed()
    {
        Assert.That("DG".Select(type => SigningAccounts.MaySend(type, MessageClass.Order)), Is.All.True);
        Assert.That(SigningAccounts.MaySend('i', MessageClass.Quote), Is.True);
        Assert.That(SigningAccounts.MaySend('A' | ('B' << 8), MessageClass.Order), Is.False);
        Assert.That(SigningAccounts.MaySend('S', MessageClass.Quote), Is.False);
        Assert.That(SigningAccounts.MaySend('F', MessageClass.Cancel), Is.True);
        Assert.That(SigningAccounts.MaySend('x', MessageClass.Inquiry), Is.True);
    }

    [Test]
    public void Keys_of_other_curves_and_what_is_no_key_are_refused_with_a_reason()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string pem = other.ExportSubjectPublicKeyInfoPem();
        string own = Convert.ToBase64String(_key.Key.PublicKey.Span);
        Assert.That(() => OrderKey.Parse(pem), Throws.TypeOf<FormatException>().With.Message.Contains("P-256"));
        foreach (string bad in new[] { "", "AAAA", "!", "-----BEGIN PUBLIC KEY-----", own + "AAAA" })
        {
            Assert.That(() => OrderKey.Parse(bad), Throws.TypeOf<FormatException>(), bad);
        }

        Assert.That(OrderKey.Parse(own).PublicKey.ToArray(), Is.EqualTo(_key.Key.PublicKey.ToArray()));
    }

    [Test]
    public async Task An_account_that_delegates_pays_no_byte_for_it()
    {
        await using var peer = new TestClient("PLAIN");
        var options = new GatewayClientOptions("PLAIN", new AccountId(Account));
        var client = new GatewayClient(
            options, Text40.Create("PLAIN"), peer.Session, null, new AccountRecord(),
            TimeProvider.System);
        byte[] text = [.. "8=FIX.4.4\u00019=5\u000135=D\u000111=A\u000155=B\u000110=000\u0001"u8];
        var raw = new FixMessage();
        Assert.That(raw.Parse(text, 0, text.Length), Is.True);
        long allocated = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1_000; i++)
            {
                NewOrder order = default;
                var message = new NewOrderSingleReader(raw);
                if (!OrderSignatures.Check(client, raw, in message, ref order, out _, out _).IsEmpty)
                {
                    Assert.Fail("It delegates, and nothing is signed.");
                }
            }

            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(allocated, Is.Zero);
    }

    private static void AssertRefused(TestClient client, string fault, string reason)
    {
        ReceivedMessage refusal = client.Next("8");
        Assert.That((refusal[150], refusal[20043], refusal[103]), Is.EqualTo(("8", fault, reason)), refusal.ToString());
    }

    private static GatewayClientOptions Signer(params OrderKey[] keys) =>
        new("SIGNER", new AccountId(Account)) { OrderKeys = keys };

    private void Open(params GatewayClientOptions[] clients)
    {
        var options = new GatewayOptions { StoreDirectory = Path.Combine(_folder.Root, "fix"), Clients = clients };
        var gateway = new FixGateway(options, new Venue.VenueDirectory(), TimeProvider.System);
        gateway.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async Task<TestVenue> OpenAsync(params OrderKey[] keys)
    {
        TestVenue venue = await TestVenue.OpenAsync(
            _folder.Root, change: options => options with { Clients = [.. options.Clients, Signer(keys)] });
        Command deposit = TestMarket.Deposit(Account);
        venue.Pipeline.Gate.Publish(in deposit);
        return venue;
    }
}
