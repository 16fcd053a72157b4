using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HybridGpu.Contracts.Tests;

/// <summary>The Solidity tests under contracts/test as one: unit, fuzz, invariant, and the committed gas.</summary>
[TestFixture]
public sealed partial class ForgeTests
{
    // The first run compiles for half a minute; other builds of the contracts are waited for.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(12);

    [Test]
    public async Task Every_Solidity_test_passes_at_the_committed_gas()
    {
        using Process forge = Start();
        using CancellationTokenSource deadline = new(Deadline);
        Task<string> output = forge.StandardOutput.ReadToEndAsync(deadline.Token);
        Task<string> errors = forge.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await forge.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!forge.HasExited)
            {
                forge.Kill(entireProcessTree: true);
            }
        }

        string text = await output + await errors;
        Match counts = Counts().Match(text);
        string named = string.Join('\n', Results().Matches(text).Select(match => match.Value));

        Assert.That(forge.ExitCode, Is.Zero, text);
        Assert.That(counts.Success, text);
        Assert.That(int.Parse(counts.Groups[1].ValueSpan), Is.GreaterThan(120), "tests that passed");
        Assert.That(counts.Groups[3].Value, Is.EqualTo("0"), "tests that were skipped");
        await TestContext.Out.WriteLineAsync($"{named}\n{counts.Value}");
    }

    private static Process Start()
    {
        string directory = ChainTools.ContractsDirectory
            ?? throw new InvalidOperationException("The contracts are not where this test was built.");
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine("tools", "build.js"));
        start.ArgumentList.Add("test");
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"(\d+) tests passed, (\d+) failed, (\d+) skipped")]
    private static partial Regex Counts();

    [GeneratedRegex(@"^\[(PASS|FAIL).*$", RegexOptions.Multiline)]
    private static partial Regex Results();
}
