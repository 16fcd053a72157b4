using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using HybridGpu.Host.Running;
using HybridGpu.Persistence;
using HybridGpu.Venue;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu replay DIR</c>: a journal through the engine again, to its state hash.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "Data directory of a run (its --data)." };
        var verify = new Option<bool>("--verify")
        {
            Description = "Fail unless every recorded state hash is met and conservation holds.",
        };
        var backend = new Option<string>("--backend")
        {
            Description = "Who recomputes risk arrays: auto, simd or reference. All give the same bits.",
            DefaultValueFactory = _ => "auto",
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("replay", "Replay a journal and print its state hash.")
        {
            directory, verify, backend, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(directory),
            parsed.GetValue(verify),
            parsed.GetValue(backend)!,
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(string directory, bool verify, string backend, bool json)
    {
        var layout = new DataDirectory(directory);
        if (!Directory.Exists(layout.Journal))
        {
            Console.Error.WriteLine($"There is no journal in {layout.Journal}: DIR is the --data directory of a run.");
            return 2;
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            ReplayReport report = VenueReplay.Run(
                new VenueOptions { JournalDirectory = layout.Journal, Backend = backend });
            Print(report, Stopwatch.GetElapsedTime(start), json);
            bool isGood = report.HashesDiffering == 0 && report.Conservation == "ok";
            return !verify || isGood ? 0 : 1;
        }
        catch (Exception problem) when (problem is JournalDamagedException or JournalVersionException
            or ReplayDivergedException or IOException or ArgumentException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static void Print(ReplayReport report, TimeSpan elapsed, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    commands = report.Commands,
                    events = report.Events,
                    state_hash = report.StateHash.ToString(),
                    hashes_checked = report.HashesChecked,
                    hashes_differing = report.HashesDiffering,
                    conservation = report.Conservation,
                    whole_end = report.IsWholeEnd,
                    elapsed_s = elapsed.TotalSeconds,
                },
                SummaryWriter.JsonOptions));
            return;
        }

        Console.WriteLine($"commands      {report.Commands:N0} ({report.Commands / elapsed.TotalSeconds:N0}/s)");
        Console.WriteLine($"events        {report.Events:N0}");
        Console.WriteLine($"state hash    {report.StateHash}");
        Console.WriteLine($"hashes        {report.HashesChecked:N0} compared, {report.HashesDiffering:N0} differ");
        Console.WriteLine($"conservation  {report.Conservation}");
        string journalEnd = report.IsWholeEnd
            ? "whole"
            : "not whole: a crash, or a venue that still writes. What is missing was never acknowledged";
        Console.WriteLine($"journal end   {journalEnd}");
    }
}
