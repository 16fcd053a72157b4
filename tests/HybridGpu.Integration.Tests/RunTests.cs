using System.Diagnostics;
using System.Text.Json;

namespace HybridGpu.Integration.Tests;

/// <summary>The venue as its user runs it: the main job, its summary, its journal, and how it ends.</summary>
[TestFixture]
public sealed class RunTests
{
    /// <summary>Two perpetuals, and a call and a put for 20 strikes of 8 expiries of two underlyings.</summary>
    private const int SampleContractsMin = 2 + (2 * 20 * 8 * 2);

    /// <summary>Contracts of the recorded BTC chains; all must be listed.</summary>
    private const int RecordedBtcContracts = 4_954;

    /// <summary>The venue's logs of its sessions reach this size when everyone has been trading for a moment.</summary>
    private const long BusyLogBytes = 1_000_000;

    private static readonly string[] SummaryFields =
    [
        "orders", "quotes", "trades", "contracts", "accounts", "expiries_settled", "ticks", "tick_ms", "surface",
        "backend", "fix_sessions", "conservation", "journal_seq", "state_hash", "elapsed_s",
    ];

    [Test]
    public void A_run_of_the_sample_market_trades_and_its_replay_comes_to_the_same_state()
    {
        using var directory = new TemporaryDirectory();

        JsonElement summary = Run(directory, "--for", "8s");

        Assert.That(Names(summary), Is.SupersetOf(SummaryFields));
        Assert.That(
            Names(summary.GetProperty("tick_ms")),
            Is.EquivalentTo(["p50", "p99", "vols", "price", "margin", "upload", "download"]));
        Assert.That(Number(summary, "orders"), Is.Positive);
        Assert.That(Number(summary, "quotes"), Is.Positive);
        Assert.That(Number(summary, "trades"), Is.Positive);
        Assert.That(Number(summary, "ticks"), Is.Positive);
        JsonElement surface = summary.GetProperty("surface");
        Assert.That(Number(surface, "fits"), Is.GreaterThan(Number(surface, "expiries")), "refitted all along");
        Assert.That(Number(surface, "alerts"), Is.LessThan(Number(surface, "expiries") / 4));
        Assert.That(surface.GetProperty("median_error_points").GetDouble(), Is.LessThan(0.5));
        Assert.That(Number(summary, "contracts"), Is.GreaterThanOrEqualTo(SampleContractsMin));
        Assert.That(Number(summary, "accounts"), Is.EqualTo(Number(summary, "fix_sessions")), "one for each session");
        Assert.That(Number(summary, "recovered"), Is.Zero);
        Assert.That(summary.GetProperty("elapsed_s").GetDouble(), Is.GreaterThanOrEqualTo(8));
        JsonElement replay = AssertReplays(directory["data"], summary);
        Assert.That(Number(replay, "hashes_checked"), Is.Positive);
    }

    [Test]
    public void A_killed_run_goes_on_where_its_journal_ends()
    {
        using var directory = new TemporaryDirectory();
        using (var killed = new VenueProcess([.. VenueProcess.Unsettled, "--data", directory["data"]]))
        {
            killed.WaitForPort();
            WaitUntilBusy(directory["data"]);
            killed.Kill();
        }

        JsonElement journal = VenueProcess.Replay(directory["data"]);
        JsonElement summary = Run(directory, "--for", "5s");

        Assert.That(Number(summary, "recovered"), Is.Positive.And.EqualTo(Number(journal, "commands")));
        Assert.That(Number(summary, "journal_seq"), Is.GreaterThan(Number(summary, "recovered")));
        Assert.That(Number(summary, "trades"), Is.Positive);
        Assert.That(Number(summary, "fix_reports"), Is.Positive, "everyone logged on again and traded");
        Assert.That(Number(summary, "accounts"), Is.EqualTo(Number(summary, "fix_sessions")), "no new accounts");
        AssertReplays(directory["data"], summary);
    }

    [Test]
    public void Recorded_chains_are_listed_whole_and_their_expiries_settle_on_the_way()
    {
        if (!Directory.Exists(Repository.Chains))
        {
            Assert.Ignore("No recorded chains were replayed: ../shared/data/deribit/chains is not there.");
        }

        using var directory = new TemporaryDirectory();

        JsonElement summary = Run(directory, "--chain", Repository.Chains, "--currency", "BTC", "--for", "12s");

        Assert.That(Number(summary, "contracts"), Is.GreaterThanOrEqualTo(RecordedBtcContracts));
        Assert.That(Number(summary, "expiries_settled"), Is.Positive);
        Assert.That(Number(summary, "trades"), Is.Positive);
        AssertReplays(directory["data"], summary);
    }

    [Test]
    public void An_interrupt_closes_the_books_and_leaves_a_summary()
    {
        using var directory = new TemporaryDirectory();
        using var venue = new VenueProcess(
            [.. VenueProcess.Unsettled, "--data", directory["data"], "--summary", directory["summary.json"]]);
        venue.WaitForPort();
        WaitUntilBusy(directory["data"]);

        venue.Interrupt();

        Assert.That(venue.WaitForExit(VenueProcess.Patience), Is.Zero, () => venue.Errors);
        JsonElement summary = Read(directory["summary.json"]);
        Assert.That(summary.GetProperty("fault").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Number(summary, "trades"), Is.Positive);
        AssertReplays(directory["data"], summary);
    }

    /// <summary>Runs to a good end and reads the summary.</summary>
    private static JsonElement Run(TemporaryDirectory directory, params string[] options)
    {
        (int status, _, string errors) = VenueProcess.RunToEnd(
            [
                .. VenueProcess.Unsettled, "--data", directory["data"],
                "--summary", directory["summary.json"], .. options,
            ]);
        Assert.That(status, Is.Zero, errors);
        JsonElement summary = Read(directory["summary.json"]);
        Assert.That(summary.GetProperty("fault").ValueKind, Is.EqualTo(JsonValueKind.Null));
        return summary;
    }

    private static JsonElement AssertReplays(string data, JsonElement summary)
    {
        JsonElement replay = VenueProcess.Replay(data);

        Assert.That(Text(summary, "conservation"), Is.EqualTo("ok"));
        Assert.That(Text(replay, "conservation"), Is.EqualTo("ok"));
        Assert.That(Text(replay, "state_hash"), Is.EqualTo(Text(summary, "state_hash")));
        Assert.That(Number(replay, "commands"), Is.EqualTo(Number(summary, "journal_seq")));
        Assert.That(Number(replay, "hashes_differing"), Is.Zero);
        return replay;
    }

    private static void WaitUntilBusy(string data)
    {
        var logs = new DirectoryInfo(Path.Combine(data, "fix"));
        long start = Stopwatch.GetTimestamp();
        while (logs.EnumerateFiles("*.log").Sum(log => log.Length) < BusyLogBytes)
        {
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(VenueProcess.Patience), "nobody trades");
            Thread.Sleep(20); // polls until the deadline above
        }
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
