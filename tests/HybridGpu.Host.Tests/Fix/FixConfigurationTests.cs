using System.Net;
using HybridGpu.Gateway;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Host.Fix;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Fix;

/// <summary>The file that says where FIX listens and who may log on.</summary>
public sealed class FixConfigurationTests
{
    private const string Key = "uvZ5w9gkRz0C2N0dgDqQ2kYw1SxN9yWJbq6xkWwRr3M=";
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void All_of_a_session_is_read_and_what_is_left_out_is_the_default()
    {
        FixConfiguration read = Read($$"""
            {"address": "127.0.0.1", "sessions": [
              {"compId": "ACME", "account": 1042, "keys": [{"id": "acme-1", "publicKey": "{{Key}}"}],
               "may": ["quotes", "inquiries"],
               "ordersPerSecond": 7, "quoteRequestsPerSecond": 6, "quoteEntriesPerSecond": 8, "requestsPerSecond": 9},
              {"compId": "PLAIN", "account": 1043}]}
            """);

        Assert.That(read.Address, Is.EqualTo(IPAddress.Loopback));
        GatewayClientOptions acme = read.Sessions[0];
        Assert.That((acme.CompId, acme.Account.Value), Is.EqualTo(("ACME", 1042u)));
        Assert.That(acme.Keys.Single().Id, Is.EqualTo("acme-1"));
        Assert.That(Convert.ToBase64String(acme.Keys.Single().PublicKey.Span), Is.EqualTo(Key));
        Assert.That(acme.Permissions, Is.EqualTo(SessionPermissions.Quotes | SessionPermissions.Inquiries));
        Assert.That(
            acme.Limits,
            Is.EqualTo(new MessageLimits
            {
                OrdersPerSecond = 7,
                QuoteRequestsPerSecond = 6,
                QuoteEntriesPerSecond = 8,
                RequestsPerSecond = 9,
            }));
        Assert.That(read.Sessions[1].Permissions, Is.EqualTo(SessionPermissions.All));
        Assert.That(read.Sessions[1].Limits, Is.EqualTo(new MessageLimits()));
    }

    [Test]
    public void Order_keys_are_read_with_their_bounds_and_the_domain_that_they_sign_for()
    {
        using var signer = new OrderSigner(OrderSigner.MakeKey(), OrderDomain.Development);
        FixConfiguration read = Read($$"""
            {"address": "127.0.0.1",
             "orderDomain": {"chainId": 17, "verifyingContract": "0x2222222222222222222222222222222222222222"},
             "sessions": [
              {"compId": "ACME", "account": 1042, "orderKeys": [
                {"publicKey": "{{signer.PublicKey}}", "notAfter": "2027-01-31T12:00:00Z", "cap": 50,
                 "scope": ["quotes"]},
                {"publicKey": "{{signer.PublicKey}}"}]},
              {"compId": "PLAIN", "account": 1043}]}
            """);

        OrderKey bounded = read.Sessions[0].OrderKeys[0];
        Assert.That(Convert.ToBase64String(bounded.PublicKey.Span), Is.EqualTo(signer.PublicKey));
        Assert.That(bounded.NotAfter, Is.EqualTo(new DateTimeOffset(2027, 1, 31, 12, 0, 0, TimeSpan.Zero)));
        Assert.That((bounded.LotsMax, bounded.Scope), Is.EqualTo(((long?)50, OrderKeyScope.Quotes)));
        OrderKey free = read.Sessions[0].OrderKeys[1];
        Assert.That((free.NotAfter, free.LotsMax, free.Scope), Is.EqualTo(
            ((DateTimeOffset?)null, (long?)null, OrderKeyScope.All)));
        Assert.That(read.Sessions[1].OrderKeys, Is.Empty);
        Assert.That(read.OrderDomain.ChainId, Is.EqualTo(17));
        Assert.That(Read("""{"address": "127.0.0.1", "sessions": []}""").OrderDomain, Is.EqualTo(
            OrderDomain.Development));
    }

    [TestCase(
        """
        {"address": "127.0.0.1", "sessions": [{"compId": "A", "account": 20, "orderKeys": [{"publicKey": "AA=="}]}]}
        """,
        "at $.sessions[0].orderKeys[0].publicKey")]
    [TestCase(
        """
        {"address": "127.0.0.1", "sessions": [
          {"compId": "A", "account": 20, "orderKeys": [{"publicKey": "AA==", "cap": 0}]}]}
        """,
        "at $.sessions[0].orderKeys[0].cap")]
    [TestCase(
        """
        {"address": "127.0.0.1", "sessions": [
          {"compId": "A", "account": 20, "orderKeys": [{"publicKey": "AA==", "scope": ["all of it"]}]}]}
        """,
        "at $.sessions[0].orderKeys[0].scope[0]")]
    [TestCase(
        """{"address": "127.0.0.1", "sessions": [], "orderDomain": {"chainId": 1, "verifyingContract": "0x12"}}""",
        "at $.orderDomain")]
    [TestCase("""{"address": "here", "sessions": []}""", "at $.address: 'here' is no IP address")]
    [TestCase("""{"address": "0.0.0.0", "sessions": []}""", "beyond loopback FIX is served over TLS only")]
    [TestCase("""{"sessions": []}""", "docs/fix.md")]
    [TestCase("""{"address": "127.0.0.1", "sessions": [], "port": 1}""", "at $.port")]
    [TestCase("""{"address": "127.0.0.1", "sessions": [{"compId": "A", "account": 3}]}""", "at $.sessions[0].account")]
    [TestCase(
        """
        {"address": "127.0.0.1", "sessions": [
          {"compId": "A", "account": 20, "keys": [{"id": "k", "publicKey": "AA=="}]}]}
        """,
        "'k' isn't an Ed25519 public key")]
    [TestCase(
        """{"address": "127.0.0.1", "sessions": [{"compId": "A", "account": 20, "ordersPerSecond": 0}]}""",
        "at $.sessions[0].ordersPerSecond: from 1")]
    [TestCase(
        """{"address": "127.0.0.1", "sessions": [{"compId": "A", "account": 20, "may": ["steal"]}]}""",
        "at $.sessions[0].may[0]")]
    [TestCase(
        """{"address": "127.0.0.1", "sessions": [], "tls": {"certificate": "no.pem", "key": "no.pem"}}""",
        "no.pem are no certificate with its key")]
    [TestCase("", "line 1")]
    public void What_is_wrong_is_said_with_its_place(string json, string problem)
    {
        Assert.That(
            () => Read(json), Throws.TypeOf<InvalidDataException>().With.Message.Contains(problem));
    }

    private FixConfiguration Read(string json)
    {
        string file = _folder["fix.json"];
        File.WriteAllText(file, json);
        return FixConfiguration.Read(file);
    }
}
