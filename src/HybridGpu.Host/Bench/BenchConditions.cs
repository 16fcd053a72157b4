using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace HybridGpu.Host.Bench;

/// <summary>What a measured figure depends on besides the code: the machine, how busy it was, the runtime and its
/// settings, the commit.</summary>
/// <param name="Cpu">Model of the processor.</param>
/// <param name="Cores">Logical processors that this process may use.</param>
/// <param name="LoadAverage">One-minute load average at the start; negative where the system has none.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Runtime">Version of the runtime.</param>
/// <param name="Jit">How code is compiled.</param>
/// <param name="Commit">Commit that the program was built from; "unknown" when the build didn't know.</param>
/// <param name="TimeUtc">When it began.</param>
internal sealed record BenchConditions(
    string Cpu,
    int Cores,
    double LoadAverage,
    string Os,
    string Runtime,
    string Jit,
    string Commit,
    string TimeUtc)
{
    /// <summary>The conditions now.</summary>
    public static BenchConditions Now() => new(
        CpuModel(),
        Environment.ProcessorCount,
        Load(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        SteadyProcess.JitDescription,
        CommitOfBuild(),
        DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    /// <summary>The conditions in a sentence.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Cpu}, {Cores} core(s), load average {LoadAverage:F2}; {Os}; {Runtime}, {Jit}; ")
        + $"commit {Commit}; {TimeUtc}";

    private static string CpuModel() =>
        FirstLine("/proc/cpuinfo", line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static double Load() =>
        FirstLine("/proc/loadavg", _ => true) is { } line
        && double.TryParse(
            line.Split(' ')[0],
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double load)
            ? load
            : -1;

    private static string? FirstLine(string file, Func<string, bool> isIt)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(isIt);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Another system than Linux: the figure is left out, not guessed.
            return null;
        }
    }

    private static string CommitOfBuild()
    {
        string version = typeof(BenchConditions).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "unknown" : version[(plus + 1)..];
    }
}
