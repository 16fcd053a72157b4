using System.CommandLine;
using HybridGpu.Gateway;
using HybridGpu.Host.Running;
using HybridGpu.Kernels;
using HybridGpu.Persistence;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu run</c>: the venue, with simulated makers and takers that trade over real FIX.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var duration = new Option<TimeSpan?>("--for")
        {
            Description = "Run this long (60s, 5m), then stop.",
            CustomParser = Arguments.Duration,
        };
        Option<string?> summary = Text("--summary", "Write a JSON summary to this file at the end.");
        var json = new Option<bool>("--json") { Description = "Print nothing but the summary, as JSON." };
        Option<string?> data = Text(
            "--data", "Data directory, kept and continued. Default: a fresh one, deleted at the end.");
        Option<string?> chain = Text(
            "--chain", "Replay the recorded option chains (chain_*.csv.gz) in this directory as the market.");
        Option<string?> listing = Text(
            "--listing", "List what this JSON specification names (docs/formats.md) on the sample market.");
        Option<string?> currency = Text("--currency", "Only this currency of the recorded chains: BTC or ETH.");
        Option<string> backend = Defaulted(
            "--backend", $"Who computes risk arrays: {string.Join(", ", KernelBackends.Names)}.", "auto");
        Option<int> seed = Options.Whole("--seed", "Seed of everything simulated.", 1);
        Option<int> makers = Options.Whole(
            "--makers", "Simulated makers; 0 for none, and no takers either.", 3, 0, 64);
        Option<int> port = Options.Whole("--fix-port", "FIX port on loopback; 0 takes a free one.", 0, 0, 65_535);
        var sessions = new Option<GatewayClientOptions[]>("--fix-session")
        {
            Description = "COMPID=ACCOUNT: a plain session for a client of that CompID. May be repeated.",
            CustomParser = Arguments.Sessions,
            AllowMultipleArgumentsPerToken = false,
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> fix = Text(
            "--fix-config", "Where FIX listens and who may log on: a JSON file (docs/fix.md). Default: loopback.");
        Option<int> fixStore = FixStoreMax();
        Option<Durability?> durability = Options.Choice<Durability>(
            "--durability",
            "Sync: reports wait for fdatasync. Async: for the write only; settlement waits for fdatasync either way.",
            Durability.Sync);
        var settlement = new SettlementArguments();
        Options.Restrict(currency!, "BTC", "ETH");
        Options.Restrict(backend, [.. KernelBackends.Names]);

        var command = new Command("run", "Run the venue with simulated makers and takers over FIX.")
        {
            duration, summary, json, data, chain, listing, currency, backend, seed, makers, port, sessions, fix,
            fixStore, durability,
        };
        settlement.AddTo(command);
        RequireChains(command, currency, chain, listing);
        command.SetAction((parsed, cancellation) => VenueRun.RunAsync(
            new RunOptions
            {
                Duration = parsed.GetValue(duration),
                SummaryFile = parsed.GetValue(summary),
                IsJson = parsed.GetValue(json),
                DataDirectory = parsed.GetValue(data),
                ChainDirectory = parsed.GetValue(chain),
                ListingFile = parsed.GetValue(listing),
                Currency = parsed.GetValue(currency),
                Backend = parsed.GetValue(backend)!,
                Seed = parsed.GetValue(seed),
                Makers = parsed.GetValue(makers),
                FixPort = parsed.GetValue(port),
                Sessions = parsed.GetValue(sessions) ?? [],
                FixConfigurationFile = parsed.GetValue(fix),
                FixStoreMaxMiB = parsed.GetValue(fixStore),
                Durability = parsed.GetValue(durability) ?? Durability.Sync,
                Settlement = settlement.Read(parsed),
            },
            cancellation));
        return command;
    }

    private static Option<int> FixStoreMax() => Options.Whole(
        "--fix-store-max",
        "Most MiB of each FIX session's messages on disk, which is how far back a resend reaches (docs/fix.md).",
        RunOptions.DefaultFixStoreMaxMiB,
        RunOptions.LeastFixStoreMaxMiB,
        RunOptions.MostFixStoreMaxMiB);

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static void RequireChains(
        Command command, Option<string?> currency, Option<string?> chain, Option<string?> listing) =>
        command.Validators.Add(result =>
        {
            if (result.GetResult(listing) is not null && result.GetResult(chain) is not null)
            {
                result.AddError("--chain lists what was recorded: it can't be had with --listing.");
            }

            if (result.GetResult(currency) is not null && result.GetResult(chain) is null)
            {
                result.AddError("--currency chooses among recorded chains: it needs --chain.");
            }
        });

    private static Option<T> Defaulted<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
