using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HybridGpu.Host.Bench;
using HybridGpu.Persistence;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu bench</c>: the standard workloads on this machine.</summary>
internal static class BenchCommand
{
    private const int RateMax = 1_000_000;
    private const string All = "all";

    public static Command Create()
    {
        var defaults = new BenchOptions { Workload = All };
        var workload = new Option<string>("--workload")
        {
            Description = $"What to measure: {string.Join(", ", BenchRun.Workloads)}, or all.",
            DefaultValueFactory = _ => All,
        };
        Option<ulong> seed = Options.Whole("--seed", "Seed of what is drawn.", defaults.Seed);
        Option<int> runs = Options.Whole(
            "--runs", "Runs to take the median of; seconds, for journal and pipeline.", defaults.Runs, 1, 1_000);
        Option<long> events = Options.Whole(
            "--events", "ring: events of one run.", defaults.Events, 1_000_000, 10_000_000_000);
        var rates = new Option<int[]>("--rate")
        {
            Description = "pipeline: orders a second. May be repeated. Default: 10000, 50000 and 100000.",
            CustomParser = Rates,
            AllowMultipleArgumentsPerToken = false,
            Arity = ArgumentArity.OneOrMore,
        };
        Option<Durability?> durability = Options.Choice<Durability>(
            "--durability", "pipeline: sync or async. Default: both.", null);
        var data = new Option<string?>("--data")
        {
            Description = "Directory on the disk to be measured. Default: the temporary directory.",
        };
        Option<int> commands = Options.Whole(
            "--commands", "replay: commands drawn for the journal that is recorded.", defaults.Commands, 10_000,
            100_000_000);
        var journal = new Option<string?>("--journal")
        {
            Description = "replay: data directory of a run (its --data), to be read only. Default: one is recorded.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print Markdown." };
        var csv = new Option<bool>("--csv") { Description = "Print CSV: workload, case, field, value." };
        Options.Restrict(workload, [.. BenchRun.Workloads, All]);

        var command = new Command("bench", "Measure the standard workloads.")
        {
            workload, seed, runs, events, rates, durability, commands, journal, data, json, markdown, csv,
        };
        command.Validators.Add(result =>
        {
            if (((Option[])[json, markdown, csv]).Count(option => result.GetResult(option) is not null) > 1)
            {
                result.AddError("--json, --markdown and --csv are three ways to print: choose one.");
            }
        });
        Require(command, workload, events, "ring");
        Require(command, workload, rates, "pipeline");
        Require(command, workload, durability, "pipeline");
        Require(command, workload, commands, "replay");
        Require(command, workload, journal, "replay");
        Require(command, workload, data, "journal", "pipeline", "replay");
        command.SetAction(parsed => BenchRun.Run(new BenchOptions
        {
            Workload = parsed.GetValue(workload)!,
            Seed = parsed.GetValue(seed),
            Runs = parsed.GetValue(runs),
            Events = parsed.GetValue(events),
            Rates = parsed.GetValue(rates) is { Length: > 0 } given ? given : defaults.Rates,
            Durabilities = parsed.GetValue(durability) is { } one ? [one] : defaults.Durabilities,
            Commands = parsed.GetValue(commands),
            JournalDirectory = parsed.GetValue(journal),
            DataDirectory = parsed.GetValue(data),
            Output = parsed.GetValue(json) ? "json"
                : parsed.GetValue(markdown) ? "markdown"
                : parsed.GetValue(csv) ? "csv"
                : "text",
        }));
        return command;
    }

    private static int[] Rates(ArgumentResult result)
    {
        var rates = new List<int>();
        foreach (Token token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int rate)
                && rate is >= 1 and <= RateMax)
            {
                rates.Add(rate);
                continue;
            }

            result.AddError($"'{token.Value}' is no rate: write orders a second from 1 to {RateMax}.");
        }

        return [.. rates];
    }

    /// <summary>An option of one workload is refused with another, rather than ignored; all of them go with
    /// all.</summary>
    private static void Require(
        Command command, Option<string> workload, Option option, params string[] workloads) =>
        command.Validators.Add(result =>
        {
            string chosen = Options.Word(result, workload) ?? All;
            if (result.GetResult(option) is { Implicit: false } && chosen != All && !workloads.Contains(chosen))
            {
                result.AddError($"{option.Name} goes with --workload {string.Join(" or ", workloads)}.");
            }
        });
}
