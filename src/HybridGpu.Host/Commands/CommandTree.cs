using System.CommandLine;

namespace HybridGpu.Host.Commands;

/// <summary>All verbs, and how a command line becomes an exit status.</summary>
internal static class CommandTree
{
    /// <summary>Status of a line that can't be understood.</summary>
    public const int UsageStatus = 2;

    /// <summary>The verbs with their options.</summary>
    public static RootCommand Create()
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
        SayHowManyValues(root);
        return root;
    }

    /// <summary>Understands a line and does what it says.</summary>
    /// <param name="args">The line; none, or options alone, is the main job.</param>
    /// <param name="output">Where help goes; null for the standard output.</param>
    /// <param name="errors">Where a line that can't be understood is explained; null for the standard error.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? errors = null)
    {
        string[] line = args.Length == 0 || IsRunOption(args[0]) ? ["run", .. args] : args;
        ParseResult parsed = Create().Parse(line);

        // A run closes its books on a signal by itself, and takes the time that this takes.
        var how = new InvocationConfiguration { ProcessTerminationTimeout = null };
        how.Output = output ?? how.Output;
        how.Error = errors ?? how.Error;
        int status = await parsed.InvokeAsync(how);

        // A line that can't be understood is told from a job that ended badly. (Help is asked for on any line.)
        return status != 0 && parsed.Errors.Count > 0 ? UsageStatus : status;
    }

    private static bool IsRunOption(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument is not ("--help" or "--version");

    /// <summary>A flag is there or not, any other option has its value. The library would also take a word behind a
    /// flag, naming its own types when it isn't one of its words, and pass over a value that is missing.</summary>
    private static void SayHowManyValues(Command command)
    {
        foreach (Option option in command.Options.Where(option => option.Action is null))
        {
            option.Arity = option is Option<bool> ? ArgumentArity.Zero
                : option.Arity.MaximumNumberOfValues == 1 ? ArgumentArity.ExactlyOne
                : option.Arity;
        }

        foreach (Command child in command.Subcommands)
        {
            SayHowManyValues(child);
        }
    }
}
