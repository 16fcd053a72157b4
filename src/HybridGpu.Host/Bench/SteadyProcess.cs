using System.Diagnostics;

namespace HybridGpu.Host.Bench;

/// <summary>Runs a verb with code that is compiled once, fully optimised, before it first runs.</summary>
/// <remarks>
/// Tiered compilation is a setting of the whole process, read when it starts, and the venue wants it on. So a bench
/// starts this program again with it off, in the same terminal and with the same arguments, and passes its exit status
/// on. Precompiled code of the runtime itself would then never be improved, and is compiled anew too.
/// </remarks>
internal static class SteadyProcess
{
    private const string TieredVariable = "DOTNET_TieredCompilation";
    private const string ReadyToRunVariable = "DOTNET_ReadyToRun";

    /// <summary>Whether this process compiles in that way.</summary>
    public static bool IsSteady =>
        Environment.GetEnvironmentVariable(TieredVariable) == "0"
        && Environment.GetEnvironmentVariable(ReadyToRunVariable) == "0";

    /// <summary>How this process compiles, for those who read its figures.</summary>
    public static string JitDescription => IsSteady
        ? "tiered compilation and precompiled code off"
        : "tiered compilation as the runtime has it";

    /// <summary>Starts this program again with the same arguments, and waits for it.</summary>
    /// <returns>Its exit status.</returns>
    public static int Run()
    {
        string[] line = Environment.GetCommandLineArgs();
        string self = Environment.ProcessPath
            ?? throw new BenchFailedException("The program can't find its own file to start itself again.");
        var start = new ProcessStartInfo(self) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(line[0]);
        }

        foreach (string argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[TieredVariable] = "0";
        start.Environment[ReadyToRunVariable] = "0";
        using Process child = Process.Start(start)
            ?? throw new BenchFailedException($"{self} can't be started again.");
        child.WaitForExit();
        return child.ExitCode;
    }
}
