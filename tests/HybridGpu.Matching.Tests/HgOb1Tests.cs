using System.Diagnostics;

namespace HybridGpu.Matching.Tests;

/// <summary>The standard workload HG-OB-1: other books that run it got the same trades.</summary>
public sealed class HgOb1Tests
{
    [TestCase(42UL, 353001, 1402088, 0x58dbc9140f155180UL, 43582)]
    [TestCase(7UL, 349824, 1391957, 0x7306b67d7ed8cbb4UL, 46071)]
    public void The_ladder_makes_the_published_trades(ulong seed, long trades, long quantity, ulong digest, int resting)
    {
        var workload = new HgOb1Workload(seed);
        var venue = new HgOb1Venue();
        for (int i = 0; i < HgOb1Workload.UntimedCommands + HgOb1Workload.TimedCommands; i++)
        {
            HgOb1Command command = i < HgOb1Workload.UntimedCommands ? workload.NextUntimed() : workload.NextTimed();
            venue.Apply(in command, workload);
        }

        Assert.Multiple(() =>
        {
            Assert.That(venue.Trades, Is.EqualTo(trades));
            Assert.That(venue.Quantity, Is.EqualTo(quantity));
            Assert.That(venue.Digest, Is.EqualTo(digest));
            Assert.That(venue.Resting, Is.EqualTo(resting));
            Assert.That(workload.LiveCount, Is.EqualTo(resting));
        });
    }

    [Test]
    [Explicit("Measures; run alone on an idle machine.")]
    public void Report_commands_per_second()
    {
        HgOb1Command[] commands = Record(42);
        for (int round = 0; round < 7; round++)
        {
            var venue = new HgOb1Venue();
            Replay(venue, commands, 0, HgOb1Workload.UntimedCommands);
            long start = Stopwatch.GetTimestamp();
            Replay(venue, commands, HgOb1Workload.UntimedCommands, commands.Length);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            TestContext.Progress.WriteLine(
                $"HG-OB-1 seed 42: {HgOb1Workload.TimedCommands / seconds / 1e6:F2} M commands/s, "
                + $"digest {venue.Digest:x16}");
        }
    }

    private static HgOb1Command[] Record(ulong seed)
    {
        var workload = new HgOb1Workload(seed);
        var venue = new HgOb1Venue();
        var commands = new HgOb1Command[HgOb1Workload.UntimedCommands + HgOb1Workload.TimedCommands];
        for (int i = 0; i < commands.Length; i++)
        {
            commands[i] = i < HgOb1Workload.UntimedCommands ? workload.NextUntimed() : workload.NextTimed();
            venue.Apply(in commands[i], workload);
        }

        return commands;
    }

    private static void Replay(HgOb1Venue venue, HgOb1Command[] commands, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            venue.Apply(in commands[i], null);
        }
    }
}
