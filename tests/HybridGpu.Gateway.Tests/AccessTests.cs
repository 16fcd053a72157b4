using System.Text;
using HybridGpu.Domain;
using HybridGpu.Fix.Codec;
using HybridGpu.Gateway.Access;

namespace HybridGpu.Gateway.Tests;

/// <summary>Who may log on, and how much may be sent.</summary>
public sealed class AccessTests
{
    private const string Here = "127.0.0.1";

    private static readonly DateTimeOffset Start = new(2026, 2, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly SignedLogon _key = new("acme-1");
    private SettableTime _time = null!;
    private LogonAuthenticator _authenticator = null!;

    [SetUp]
    public void Make()
    {
        _time = new SettableTime { Now = Start };
        _authenticator = new LogonAuthenticator([_key.Key], _time);
    }

    [Test]
    public void A_logon_that_its_key_has_signed_passes_once()
    {
        FixMessage logon = Logon(_key.Fields(Start));

        Assert.That(_authenticator.IsGenuine(logon, Here), Is.True);
        Assert.That(_authenticator.IsGenuine(logon, Here), Is.False, "who overheard it can't use it");
        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(Start, "another-nonce")), Here), Is.True);
    }

    [Test]
    public void Whatever_is_changed_in_it_it_is_refused()
    {
        (int Tag, string Value)[] good = _key.Fields(Start);
        string signature = good[3].Value;
        var bad = new Dictionary<string, (int Tag, string Value)[]>
        {
            ["another key's name"] = [(553, "acme-2"), good[1], good[2], good[3]],
            ["another key's signature"] = new SignedLogon("acme-1").Fields(Start),
            ["another client's signature"] = _key.Fields(Start, sender: "TAKER"),
            ["for another venue"] = _key.Fields(Start, target: "OTHERVENUE"),
            ["another nonce"] = [good[0], good[1], (96, good[2].Value[..^1] + "X"), good[3]],
            ["a bit of the signature"] =
                [good[0], good[1], good[2], (554, (signature[0] == 'A' ? "B" : "A") + signature[1..])],
            ["no signature"] = [good[0], good[1], good[2]],
            ["no base64"] = [good[0], good[1], good[2], (554, "?" + signature[1..])],
            ["a short nonce"] = _key.Fields(Start, "1234567"),
            ["nothing"] = [],
        };
        foreach ((string what, (int, string)[] fields) in bad)
        {
            Assert.That(new LogonAuthenticator([_key.Key], _time).IsGenuine(Logon(fields), Here), Is.False, what);
        }

        Assert.That(_authenticator.IsGenuine(Logon(good), Here), Is.True);
    }

    [TestCase(-31, false)]
    [TestCase(-29, true)]
    [TestCase(29, true)]
    [TestCase(31, false)]
    public void A_clock_may_be_thirty_seconds_off(int seconds, bool passes)
    {
        _time.Now = Start.AddHours(1);

        FixMessage logon = Logon(_key.Fields(Start.AddHours(1).AddSeconds(seconds)));

        Assert.That(_authenticator.IsGenuine(logon, Here), Is.EqualTo(passes));
    }

    [Test]
    public void What_was_signed_before_the_venue_started_is_refused_so_that_a_restart_forgets_no_nonce()
    {
        FixMessage logon = Logon(_key.Fields(Start));
        Assert.That(_authenticator.IsGenuine(logon, Here), Is.True);
        _time.Now = Start.AddSeconds(1);

        Assert.That(new LogonAuthenticator([_key.Key], _time).IsGenuine(logon, Here), Is.False);
    }

    [Test]
    public void A_stranger_who_fails_elsewhere_locks_nobody_out()
    {
        for (int i = 0; i < 3 * LogonAuthenticator.FailuresMax; i++)
        {
            Refuse("10.0.0.9");
        }

        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-good-nonce")), "10.0.0.9"), Is.False);
        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-better-nonce")), Here), Is.True);
    }

    [Test]
    public void Addresses_without_room_are_counted_as_one_until_others_are_forgotten()
    {
        for (int i = 0; i < LogonAuthenticator.AddressesMax; i++)
        {
            Refuse($"10.0.{i / 256}.{i % 256}");
        }

        for (int i = 0; i < LogonAuthenticator.FailuresMax; i++)
        {
            Refuse($"10.1.0.{i}");
        }

        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-good-nonce")), "10.2.0.1"), Is.False);
        Assert.That(
            _authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-known-nonce")), "10.0.0.1"),
            Is.True,
            "counted alone");
        _time.Now += LogonAuthenticator.LockoutMax + TimeSpan.FromSeconds(1);
        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-later-nonce")), "10.2.0.1"), Is.True);
    }

    private void Refuse(string address)
    {
        FixMessage stale = Logon(_key.Fields(_time.Now - TimeSpan.FromHours(1), "an-old-nonce"));
        Assert.That(_authenticator.IsGenuine(stale, address), Is.False);
    }

    [Test]
    public void Failures_in_a_row_lock_out_for_twice_as_long_each_time_and_a_success_forgets_them()
    {
        for (int lockout = 0; lockout < 4; lockout++)
        {
            Fail(LogonAuthenticator.FailuresMax);
            TimeSpan length = LogonAuthenticator.LockoutMin * (1 << lockout);
            _time.Now += length - TimeSpan.FromMilliseconds(1);
            FixMessage early = Logon(_key.Fields(_time.Now, $"early-nonce-{lockout}"));
            Assert.That(_authenticator.IsGenuine(early, Here), Is.False);
            _time.Now += TimeSpan.FromMilliseconds(1);
        }

        Fail(LogonAuthenticator.FailuresMax - 1);
        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-good-nonce")), Here), Is.True);
        Fail(LogonAuthenticator.FailuresMax - 1);
        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "a-better-nonce")), Here), Is.True);
    }

    [Test]
    public void As_many_nonces_are_kept_as_said_and_old_ones_make_room()
    {
        for (int i = 0; i < LogonAuthenticator.NoncesMax; i++)
        {
            Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(Start, $"nonce-{i:D6}")), Here), Is.True);
        }

        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(Start, "one-too-many")), Here), Is.False);
        _time.Now = Start + (2 * LogonAuthenticator.Window) + TimeSpan.FromMilliseconds(1);
        Assert.That(_authenticator.IsGenuine(Logon(_key.Fields(_time.Now, "one-of-the-next")), Here), Is.True);
    }

    [Test]
    public void A_bucket_gives_a_second_at_once_and_then_its_rate()
    {
        const long Second = 1_000_000_000;
        var bucket = new TokenBucket(100, 0);
        for (int i = 0; i < 100; i++)
        {
            Assert.That(bucket.TryTake(1, 0, out _), Is.True);
        }

        Assert.That((bucket.TryTake(1, 0, out long wait), wait), Is.EqualTo((false, Second / 100)));
        Assert.That(bucket.TryTake(1, Second / 100, out _), Is.True);
        Assert.That(bucket.TryTake(1, Second / 100, out _), Is.False);
        Assert.That(bucket.TryTake(100, Second, out _), Is.False, "99 have come since");
        Assert.That(bucket.TryTake(1_000, 3 * Second, out _), Is.True, "what is more than all of it is owed");
        Assert.That(bucket.TryTake(1, 11 * Second, out _), Is.False);
        Assert.That(bucket.TryTake(1, 13 * Second, out _), Is.True);
    }

    [Test]
    public void Plain_sessions_are_refused_beyond_loopback()
    {
        var options = new GatewayOptions
        {
            Address = System.Net.IPAddress.Any,
            StoreDirectory = Path.GetTempPath(),
            Clients = [new GatewayClientOptions("PLAIN", new AccountId(20))],
        };

        Assert.That(
            () => new FixGateway(options, new HybridGpu.Venue.VenueDirectory(), TimeProvider.System),
            Throws.ArgumentException.With.Message.StartsWith("Session PLAIN has no logon key"));
    }

    private static FixMessage Logon(params (int Tag, string Value)[] fields)
    {
        string body = "35=A|49=MAKER|56=HYBRIDGPU|34=1|98=0|108=30|"
            + string.Concat(fields.Select(field => $"{field.Tag}={field.Value}|"));
        string head = $"8=FIX.4.4|9={body.Length}|";
        byte[] bytes = Encoding.Latin1.GetBytes((head + body).Replace('|', '\u0001'));
        int sum = bytes.Sum(value => value) & 0xff;
        byte[] whole = [.. bytes, .. Encoding.Latin1.GetBytes($"10={sum:D3}\u0001")];
        var message = new FixMessage();
        Assert.That(message.Parse(whole, 0, whole.Length), Is.True);
        return message;
    }

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.That(_authenticator.IsGenuine(Logon(), Here), Is.False);
        }
    }

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
