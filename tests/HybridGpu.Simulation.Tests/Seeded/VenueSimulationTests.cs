using System.Globalization;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>Whole venues that live through crashes, torn writes and bad links, each decided by one seed.</summary>
/// <remarks>HYBRIDGPU_SIM_SEED runs one seed again; HYBRIDGPU_SIM_RUNS makes the campaign longer.</remarks>
public sealed class VenueSimulationTests
{
    private const int RunsDefault = 20;
    private const int FirstSeed = 1_000;
    private const int Steps = 8_000;

    [Test]
    public void Nothing_acknowledged_is_lost_or_changed_and_all_agree_whatever_happens()
    {
        var all = new RunReport();
        foreach (int seed in Seeds())
        {
            all.Add(RunOne(seed).Report);
        }

        TestContext.Out.WriteLine(all);
        if (all["runs"] < RunsDefault)
        {
            return;
        }

        string[] mustHappen =
        [
            "Trade", "ComboTraded", "OrderReplaced", "StopTriggered", "QuoteProtectionTripped", "RequestClosed",
            "MassCancelDone", "KillSwitchChanged", "TradingStateChanged", "PositionSettled", "FundingFixed",
            "FeesSwept", "Withdrawn", "StateHashChecked", "rejected DuplicateMessage", "rejected DuplicateChainEvent",
            "kills", "power cuts", "kills in a step of the disk", "power cuts in a step of the disk",
            "stops on a full disk", "stops on a failed disk", "starts on a failing disk", "starts at a snapshot",
            "torn tails", "clean stops", "messages lost", "clients told so",
        ];
        Assert.That(mustHappen.Where(what => all[what] == 0), Is.Empty, "what never happened was never tried");
    }

    /// <summary>Seeds that once found something, each with what it was.</summary>
    [TestCaseSource(nameof(KeptSeeds))]
    public void A_seed_that_found_something_holds(int seed, string found)
    {
        TestContext.Out.WriteLine($"It found: {found}");
        TestContext.Out.WriteLine(RunOne(seed).Report);
    }

    [Test]
    public void A_seed_decides_everything()
    {
        VenueSimulation first = RunOne(FirstSeed);
        VenueSimulation second = RunOne(FirstSeed);

        Assert.That(second.FinalHash, Is.EqualTo(first.FinalHash));
        Assert.That(second.Report.ToString(), Is.EqualTo(first.Report.ToString()));
        Assert.That(RunOne(FirstSeed + 1).FinalHash, Is.Not.EqualTo(first.FinalHash));
    }

    private static IEnumerable<object[]> KeptSeeds()
    {
        using Stream stream = typeof(VenueSimulationTests).Assembly.GetManifestResourceStream("seeds.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                string[] parts = line.Split(' ', 2);
                yield return [int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]];
            }
        }
    }

    private static IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("HYBRIDGPU_SIM_SEED") is { Length: > 0 } seed)
        {
            return [int.Parse(seed, CultureInfo.InvariantCulture)];
        }

        string? runs = Environment.GetEnvironmentVariable("HYBRIDGPU_SIM_RUNS");
        int count = string.IsNullOrEmpty(runs) ? RunsDefault : int.Parse(runs, CultureInfo.InvariantCulture);
        return Enumerable.Range(FirstSeed, count);
    }

    private static VenueSimulation RunOne(int seed)
    {
        var simulation = new VenueSimulation(seed);
        try
        {
            simulation.Run(Steps);
        }
        catch (Exception e)
        {
            TestContext.Out.WriteLine(simulation.Report);
            throw new AssertionException(
                $"HYBRIDGPU_SIM_SEED={seed}, step {simulation.Step}: {e.Message}\n{e.StackTrace}", e);
        }

        return simulation;
    }
}
