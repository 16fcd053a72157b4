using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HybridGpu.Integration.Tests;

/// <summary><c>hybridgpu</c> in a process of its own.</summary>
internal sealed partial class VenueProcess(params string[] arguments) : ChildProcess("dotnet", [Program, .. arguments])
{
    /// <summary>Beyond what opening a journal or closing the books takes on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The first arguments of a run that isn't about the chain.</summary>
    public static readonly string[] Unsettled = ["run", "--settlement", "off"];

    private static readonly string Program = Path.Combine(TestContext.CurrentContext.TestDirectory, "hybridgpu.dll");

    /// <summary>Runs a command to its end.</summary>
    public static (int Status, string Output, string Errors) RunToEnd(params string[] arguments)
    {
        using var process = new VenueProcess(arguments);
        int status = process.WaitForExit(Patience);
        return (status, process.Output, process.Errors);
    }

    /// <summary>Replays a run's journal, verifies it, and returns the report.</summary>
    public static JsonElement Replay(string data)
    {
        (int status, string output, string errors) = RunToEnd("replay", data, "--verify", "--json");
        Assert.That(status, Is.Zero, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Waits until the venue takes connections.</summary>
    /// <returns>Its port.</returns>
    public int WaitForPort()
    {
        string line = WaitForLine("FIX 4.4 on ", Patience);
        return int.Parse(PortInLine().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"FIX 4\.4 on 127\.0\.0\.1:(\d+) as HYBRIDGPU")]
    private static partial Regex PortInLine();
}
