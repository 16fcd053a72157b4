using System.CommandLine;
using HybridGpu.Host.Running;
using HybridGpu.Kernels;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Repair;
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
            Description = "Fail unless recorded state hashes were compared and all of them met, conservation holds, "
                + "and nothing acknowledged can be missing at the end (of the original, with --salvage).",
        };
        var backend = new Option<string>("--backend")
        {
            Description = $"Who recomputes risk arrays: {string.Join(", ", KernelBackends.Names)}. "
                + "All give the same bits.",
            DefaultValueFactory = _ => "auto",
        };
        Options.Restrict(backend, [.. KernelBackends.Names]);
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        Option<ulong> until = Options.Whole(
            "--until", "Stop after this command. Default: the journal's end.", ulong.MaxValue);
        var salvage = new Option<string?>("--salvage")
        {
            Description = "Copy the commands, up to --until or the first that can't be read, into the journal of this "
                + "new data directory first, and replay that. DIR is only read.",
        };
        var fromSnapshot = new Option<bool>("--from-snapshot")
        {
            Description = "Begin at the newest good snapshot up to --until, rather than at the first command.",
        };
        var command = new Command("replay", "Replay a journal and print its state hash.")
        {
            directory, verify, backend, json, until, fromSnapshot, salvage,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(directory),
            parsed.GetValue(verify),
            parsed.GetValue(backend)!,
            parsed.GetValue(json),
            parsed.GetValue(until),
            parsed.GetValue(fromSnapshot),
            parsed.GetValue(salvage),
            Console.Out,
            Console.Error));
        return command;
    }

    /// <summary>Replays, prints the report, and says what is wrong.</summary>
    /// <returns>Exit status.</returns>
    internal static int Run(
        string directory,
        bool verify,
        string backend,
        bool json,
        ulong until,
        bool fromSnapshot,
        string? salvage,
        TextWriter output,
        TextWriter errors)
    {
        var layout = new DataDirectory(directory);
        string salvaged = "";
        if (!Directory.Exists(layout.Journal))
        {
            errors.WriteLine($"There is no journal in {layout.Journal}: DIR is the --data directory of a run.");
            return 2;
        }

        try
        {
            ulong? writtenTo = JournalReader.FindEndBesideWriter(layout.Journal);
            ulong last = Math.Min(until, writtenTo ?? ulong.MaxValue);
            if (writtenTo is { } end)
            {
                errors.WriteLine(
                    $"A venue is running on {layout.Journal} (it holds the lock there): command {end} is the last that "
                    + "is replayed. For the journal's end stop the venue, or replay again later for more.");
            }

            if (salvage is not null)
            {
                layout = Salvage(layout, new DataDirectory(salvage), last, errors, out salvaged);
            }

            ReplayReport report = VenueReplay.Run(
                new VenueOptions { JournalDirectory = layout.Journal, Backend = backend },
                out ReplayMeasure measure,
                last,
                fromSnapshot);
            report = last == writtenTo ? report with { End = ReplayEnd.BeingWritten } : report;
            output.WriteLine(json ? ReplayText.Json(report, measure) : ReplayText.Text(report, measure));
            string fault = Shortfall(report, until);
            if (verify && fault.Length == 0)
            {
                fault = salvaged.Length > 0 ? salvaged : Fault(report);
            }

            if (fault.Length > 0)
            {
                errors.WriteLine(fault);
            }

            return fault.Length == 0 ? 0 : 1;
        }
        catch (Exception problem) when (problem is JournalDamagedException or JournalVersionException
            or JournalFailedException or ReplayDivergedException or IOException or ArgumentException)
        {
            errors.WriteLine(problem.Message);
            return 1;
        }
    }

    /// <summary>Where --until lies behind the journal's end.</summary>
    private static string Shortfall(ReplayReport report, ulong until)
    {
        ulong last = report.StartedBehind + report.Commands;
        return until == ulong.MaxValue || last >= until
            ? ""
            : $"The journal ends at command {last}, before --until {until}.";
    }

    /// <summary>Why this replay proves nothing, or the contrary; empty when all is good.</summary>
    private static string Fault(ReplayReport report) => report switch
    {
        { HashesDiffering: > 0 } => $"{report.HashesDiffering} recorded state hashes were not met.",
        { Conservation: not "ok" } => $"Conservation fails: {report.Conservation}",
        { End: ReplayEnd.Unproven } =>
            "journal.control can't be read: nothing says that acknowledged commands aren't missing at the end.",
        { HashesChecked: 0 } => $"Of {report.Commands} commands replayed none is a recorded state hash (there is "
            + "one about each 1,000 commands): nothing was compared.",
        _ => "",
    };

    private static DataDirectory Salvage(
        DataDirectory from, DataDirectory into, ulong until, TextWriter errors, out string problem)
    {
        SalvageReport report = JournalRepair.Salvage(
            new DirectoryFileSystem(from.Journal, readOnly: true),
            new DirectoryFileSystem(into.Journal),
            until,
            new JournalOptions());
        errors.WriteLine($"Copied commands 1 to {report.LastSequence} into {into.Journal}.");
        if (report.Problem.Length > 0)
        {
            errors.WriteLine($"There the copy ends: {report.Problem}");
        }

        problem = report.MayMissAcknowledged
            ? $"The copy is not all of {from.Journal}: see above."
            : "";

        return into;
    }
}
