using System.CommandLine;
using HybridGpu.Host.Commands;

namespace HybridGpu.Host;

/// <summary>The only executable: <c>hybridgpu VERB</c>.</summary>
internal static class Program
{
    private const int UsageStatus = 2;

    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand(
            "HybridGpu: a venue for options, futures and perpetuals whose risk engine anyone can re-check.")
        {
            RunCommand.Create(),
            ReplayCommand.Create(),
            BenchCommand.Create(),
            ChainCommand.Create(),
            MatchCommand.Create(),
            SurfaceCommand.Create(),
            MarginCommand.Create(),
            VarCommand.Create(),
            PriceCommand.Create(),
            FixCommand.Create(),
        };

        // The main job needs no verb.
        string[] line = args.Length == 0 || IsRunOption(args[0]) ? ["run", .. args] : args;
        // A run closes its books on a signal by itself, and takes the time that this takes.
        ParseResult parsed = root.Parse(line);
        int status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

        // A line that can't be understood is told from a job that ended badly. (Help is asked for on any line.)
        return status != 0 && parsed.Errors.Count > 0 ? UsageStatus : status;
    }

    private static bool IsRunOption(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument is not ("--help" or "--version");
}
