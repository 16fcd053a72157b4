using System.CommandLine;
using HybridGpu.Fix.Store;
using HybridGpu.Host.Commands;
using HybridGpu.Host.Running;

namespace HybridGpu.Host.Tests.Commands;

/// <summary>How much of each FIX session's messages a run keeps.</summary>
public sealed class RunCommandTests
{
    [TestCase("0")]
    [TestCase("255")]
    [TestCase("1048577")]
    [TestCase("-1024")]
    [TestCase("1.5")]
    [TestCase("1GiB")]
    public void A_store_that_could_hold_nothing_or_more_than_any_disk_is_refused(string mib)
    {
        ParseResult parsed = Parse(mib);

        Assert.That(
            parsed.Errors.Select(error => error.Message),
            Is.EqualTo(new[] { $"--fix-store-max must be from 256 to 1048576, not '{mib}': write a whole number." }));
    }

    [TestCase("256", 256L << 20)]
    [TestCase("1048576", 1L << 40)]
    [TestCase(null, 1L << 30)]
    public void What_is_taken_makes_limits_that_a_store_takes(string? mib, long bytes)
    {
        ParseResult parsed = mib is null ? CommandTree.Create().Parse(["run"]) : Parse(mib);
        Assert.That(parsed.Errors, Is.Empty);

        var options = new RunOptions { FixStoreMaxMiB = parsed.GetValue<int>("--fix-store-max") };

        Assert.That(options.FixStoreLimits.MaxBytes, Is.EqualTo(bytes));
        Assert.That(options.FixStoreLimits.SegmentBytes, Is.EqualTo(StoreLimits.Default.SegmentBytes));
        Assert.That(options.FixStoreLimits.ThrowIfInvalid, Throws.Nothing);
    }

    [Test]
    public void Nothing_said_is_the_stores_own_default() =>
        Assert.That(new RunOptions().FixStoreLimits, Is.EqualTo(StoreLimits.Default));

    private static ParseResult Parse(string mib) => CommandTree.Create().Parse(["run", $"--fix-store-max={mib}"]);
}
