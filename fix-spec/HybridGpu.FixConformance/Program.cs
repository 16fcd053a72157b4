using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;

namespace HybridGpu.FixConformance;

/// <summary>
/// Plays the conformance scripts against an acceptor:
/// <c>dotnet run --project fix-spec/HybridGpu.FixConformance -- --host HOST --port PORT --sender US --target THEM</c>.
/// </summary>
internal static class Program
{
    /// <summary>Plays, and says what came of it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>0 when no script failed, 1 when one did, 2 when the command line or a script can't be read.</returns>
    internal static async Task<int> Main(string[] arguments)
    {
        try
        {
            var options = RunnerOptions.Parse(arguments);
            return await RunAsync(options, Script.ReadFolder(options.Folder));
        }
        catch (Exception exception) when (exception is ArgumentException or ScriptException or IOException
            or CryptographicException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            await Console.Error.WriteLineAsync(RunnerOptions.Usage);
            return 2;
        }
    }

    /// <summary>Plays all scripts over one session and says what came of each.</summary>
    /// <returns>0 when none failed, else 1.</returns>
    private static async Task<int> RunAsync(RunnerOptions options, IReadOnlyList<Script> scripts)
    {
        var player = new ScriptPlayer(options.Target);
        int[] counts = new int[3];
        foreach (Script script in scripts)
        {
            ScriptResult result = await player.PlayAsync(script);
            counts[(int)result.Outcome]++;
            Console.WriteLine($"{result.Outcome.ToString().ToUpperInvariant(),-8}{script.Name}: {script.Title}");
            if (result.Reason.Length > 0)
            {
                Console.WriteLine($"        {result.Reason}");
            }

            if (options.IsVerbose || result.Outcome == ScriptOutcome.Failed)
            {
                foreach (string line in result.Transcript)
                {
                    Console.WriteLine($"        {line}");
                }
            }
        }

        Console.WriteLine(
            $"{scripts.Count} scripts: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped");
        return counts[1] == 0 ? 0 : 1;
    }
}
