using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HybridGpu.Contracts;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;

namespace HybridGpu.Integration.Tests;

/// <summary>The venue with its chain, as their user runs them: batches, deposits, withdrawals, and kills of
/// either.</summary>
[TestFixture]
public sealed class SettlementRunTests
{
    /// <summary>Three makers and two takers.</summary>
    private const long DemoCollateralMicros = (3 * 500_000_000_000_000) + (2 * 50_000_000_000_000);

    private const int DemoAccounts = 5;

    [SetUp]
    public void NeedsANode()
    {
        if (!File.Exists(ChainTools.AnvilPath))
        {
            Assert.Ignore("No chain was run: Node.js and npm are needed to build with anvil.");
        }
    }

    [Test]
    public async Task A_run_commits_its_batches_and_calldata_alone_gives_their_state_root()
    {
        using var directory = new TemporaryDirectory();

        JsonElement summary = Run(directory, "--for", "8s", "--batch-interval", "1s");

        Assert.That(Number(summary, "batches"), Is.GreaterThanOrEqualTo(3));
        AssertTogether(summary);
        await AssertCalldataGivesAsync(Text(summary, "onchain_root")!, directory);
    }

    [Test]
    public void A_demo_account_takes_money_out_and_it_arrives_on_the_chain()
    {
        using var directory = new TemporaryDirectory();
        using var venue = Start(directory, "--window", "2s", "--batch-interval", "1s");
        WaitForBatches(directory, 1);

        (int status, string output, string errors) = VenueProcess.RunToEnd(
            "chain", "withdraw", "--data", directory["data"], "--account", "2000", "--amount", "1234.5", "--json");
        Assert.That(status, Is.Zero, errors);
        JsonElement paid = JsonDocument.Parse(output).RootElement;
        (int again, _, string nothing) = VenueProcess.RunToEnd(
            "chain", "withdraw", "--data", directory["data"], "--account", "2000");
        (int greedy, _, string refusal) = VenueProcess.RunToEnd(
            "chain", "withdraw", "--data", directory["data"], "--account", "2000", "--amount", "90000000");
        JsonElement chain = ChainStatus(directory);
        JsonElement summary = Close(venue, directory);

        Assert.That(Number(paid, "paid_micros"), Is.EqualTo(1_234_500_000));
        Assert.That(Number(paid, "owner_balance_micros"), Is.EqualTo(1_234_500_000), "it is in the owner's hands");
        Assert.That(again, Is.EqualTo(1));
        Assert.That(nothing, Does.Contain("nothing of account 2000 is final"));
        Assert.That(greedy, Is.EqualTo(1));
        Assert.That(refusal, Does.Contain("the venue refused the request"));
        Assert.That(Number(chain, "held_micros"), Is.EqualTo(DemoCollateralMicros - 1_234_500_000));
        AssertTogether(summary);
    }

    [Test]
    public void A_deposit_from_outside_is_credited_once_and_no_kill_takes_it_back()
    {
        using var directory = new TemporaryDirectory();
        using var venue = Start(directory, "--batch-interval", "1s");

        (int status, string output, string errors) = VenueProcess.RunToEnd(
            "chain", "deposit", "--data", directory["data"], "--account", "1001", "--amount", "2500000", "--json");
        Assert.That(status, Is.Zero, errors);
        long index = Number(JsonDocument.Parse(output).RootElement, "queue_index");
        WaitFor(() => Number(ChainStatus(directory), "queue_consumed") > index, "the deposit in a batch");
        KillChain(directory);
        JsonElement after = ChainStatus(directory);
        JsonElement summary = Close(venue, directory);

        Assert.That(index, Is.EqualTo(DemoAccounts));
        Assert.That(Number(after, "queue_length"), Is.EqualTo(DemoAccounts + 1));
        Assert.That(Number(after, "held_micros"), Is.EqualTo(DemoCollateralMicros + 2_500_000_000_000));
        AssertTogether(summary);
    }

    [Test]
    public void A_chain_that_lost_what_was_credited_or_its_record_is_refused()
    {
        using var directory = new TemporaryDirectory();
        using (VenueProcess venue = Start(directory, "--batch-interval", "1s"))
        {
            (int status, _, string errors) = VenueProcess.RunToEnd(
                "chain", "deposit", "--data", directory["data"], "--account", "1001", "--amount", "5");
            Assert.That(status, Is.Zero, errors);
            WaitFor(() => Number(ChainStatus(directory), "queue_consumed") > DemoAccounts, "the deposit in a batch");
            Close(venue, directory);
        }

        string chain = Path.Combine(directory["data"], "chain");
        File.Delete(Path.Combine(chain, "chain.json"));
        File.Delete(Path.Combine(chain, "chain.good.json"));
        (int older, _, string olderSentence) = VenueProcess.RunToEnd("run", "--data", directory["data"], "--for", "2s");
        File.Delete(Path.Combine(chain, "deployment.json"));
        (int lost, _, string lostSentence) = VenueProcess.RunToEnd("run", "--data", directory["data"], "--for", "2s");

        Assert.That(older, Is.EqualTo(1));
        Assert.That(olderSentence, Does.Contain("the chain is older than the venue's journal"));
        Assert.That(lost, Is.EqualTo(1));
        Assert.That(lostSentence, Does.Contain("is gone: restore it"));
    }

    [Test]
    public void A_killed_venue_goes_on_with_its_chain_and_no_deposit_is_credited_twice()
    {
        using var directory = new TemporaryDirectory();
        using (VenueProcess killed = Start(directory, "--batch-interval", "1s"))
        {
            WaitForBatches(directory, 2);
            killed.Kill();
        }

        JsonElement summary = Run(directory, "--for", "6s", "--batch-interval", "1s");

        Assert.That(Number(summary, "recovered"), Is.Positive);
        Assert.That(Number(summary, "batches"), Is.GreaterThanOrEqualTo(3));
        AssertTogether(summary);
        VenueProcess.Replay(directory["data"]);
    }

    [Test]
    public void A_killed_chain_comes_back_and_roots_agree_again()
    {
        using var directory = new TemporaryDirectory();
        using VenueProcess venue = Start(directory, "--batch-interval", "1s");
        WaitForBatches(directory, 2);

        KillChain(directory);

        WaitForBatches(directory, 4);
        JsonElement before = ChainStatus(directory);
        JsonElement summary = Close(venue, directory);

        Assert.That(Number(before, "queue_length"), Is.EqualTo(DemoAccounts));
        Assert.That(Number(before, "held_micros"), Is.EqualTo(DemoCollateralMicros));
        Assert.That(summary.GetProperty("settlement").GetProperty("chain_restarts").GetInt32(), Is.EqualTo(1));
        AssertTogether(summary);
    }

    [Test]
    public void Without_settlement_there_is_no_chain_and_accounts_have_an_opening_credit()
    {
        using var directory = new TemporaryDirectory();

        JsonElement summary = Run(directory, "--for", "3s", "--settlement", "off");

        Assert.That(Number(summary, "batches"), Is.Zero);
        Assert.That(summary.GetProperty("state_root").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Number(summary, "trades"), Is.Positive);
        Assert.That(Directory.Exists(Path.Combine(directory["data"], "chain")), Is.False);
    }

    [Test]
    public void A_chain_that_does_not_answer_is_said_and_the_run_is_refused()
    {
        using var directory = new TemporaryDirectory();

        (int status, _, string errors) = VenueProcess.RunToEnd(
            "run", "--data", directory["data"], "--rpc", "http://127.0.0.1:9", "--for", "3s");

        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("No chain answers at http://127.0.0.1:9"));
    }

    private static void KillChain(TemporaryDirectory directory)
    {
        string pid = File.ReadAllText(Path.Combine(directory["data"], "chain", "anvil.pid"));
        using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        process.Kill();
        process.WaitForExit();
    }

    private static VenueProcess Start(TemporaryDirectory directory, params string[] options)
    {
        var venue = new VenueProcess(
            ["run", "--data", directory["data"], "--summary", directory["summary.json"], .. options]);
        venue.WaitForPort();
        return venue;
    }

    private static JsonElement Run(TemporaryDirectory directory, params string[] options)
    {
        (int status, _, string errors) = VenueProcess.RunToEnd(
            ["run", "--data", directory["data"], "--summary", directory["summary.json"], .. options]);
        Assert.That(status, Is.Zero, errors);
        return Read(directory["summary.json"]);
    }

    private static JsonElement Close(VenueProcess venue, TemporaryDirectory directory)
    {
        venue.Interrupt();
        Assert.That(venue.WaitForExit(VenueProcess.Patience), Is.Zero, () => venue.Errors);
        return Read(directory["summary.json"]);
    }

    /// <summary>Venue, settled state and chain agree, down to the last micro-USD.</summary>
    private static void AssertTogether(JsonElement summary)
    {
        Assert.That(summary.GetProperty("fault").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Text(summary, "conservation"), Is.EqualTo("ok"));
        Assert.That(Number(summary, "batches_posted"), Is.EqualTo(Number(summary, "batches")));
        Assert.That(Text(summary, "state_root"), Is.EqualTo(Text(summary, "onchain_root")).And.Not.Null);
    }

    /// <summary>A node with nothing but the chain's own blocks, and a reader that knows nothing but the contract's
    /// address and the published fee rates.</summary>
    private static async Task AssertCalldataGivesAsync(string root, TemporaryDirectory directory)
    {
        string chain = Path.Combine(directory["data"], "chain");
        var deployment = ChainDeployment.Load(Path.Combine(chain, "deployment.json"));
        Directory.CreateDirectory(directory["node"]);
        File.Copy(Path.Combine(chain, "chain.json"), Path.Combine(directory["node"], "chain.json"));
        Directory.Delete(directory["data"], recursive: true);

        await using AnvilNode node = await AnvilNode.StartAsync(
            new AnvilSettings { BinaryPath = ChainTools.AnvilPath!, Folder = directory["node"] });
        using var http = new HttpClient();
        var client = new EthereumClient(new JsonRpcClient(http, new JsonRpcSettings { Endpoint = node.Endpoint }));
        BatchReplay replay = await new ChainReader(client, deployment.Rollup)
            .ReplayAsync(new SettlementParameters(10_000_000, 0, 500_000, 0));

        Assert.That(replay.Fault, Is.Null);
        Assert.That(replay.State.StateRoot.ToString(), Is.EqualTo("0x" + root));
        Assert.That(
            replay.State.EnumerateAccounts().Count(account => account.Cash != 0),
            Is.GreaterThanOrEqualTo(DemoAccounts));
    }

    private static void WaitForBatches(TemporaryDirectory directory, long count) =>
        WaitFor(() => Number(ChainStatus(directory), "batches") >= count, $"{count} batches on the chain");

    private static void WaitFor(Func<bool> isThere, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isThere())
        {
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(VenueProcess.Patience), $"never: {what}");
        }
    }

    /// <summary>A chain that is away for a moment is asked again.</summary>
    private static JsonElement ChainStatus(TemporaryDirectory directory)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            (int status, string output, string errors) = VenueProcess.RunToEnd(
                "chain", "status", "--data", directory["data"], "--json");
            if (status == 0)
            {
                return JsonDocument.Parse(output).RootElement;
            }

            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(VenueProcess.Patience), errors);
        }
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
