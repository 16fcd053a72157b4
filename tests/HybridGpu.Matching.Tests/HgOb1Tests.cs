using System.Diagnostics;
using HybridGpu.Matching.Workloads;

namespace HybridGpu.Matching.Tests;

/// <summary>The standard workload HG-OB-1: other books that run it got the same trades.</summary>
public sealed class HgOb1Tests
{
    private static readonly HgOb1Result Seed42 = new(353001, 1402088, 0x58dbc9140f155180UL, 43582);
    private static readonly HgOb1Result Seed7 = new(349824, 1391957, 0x7306b67d7ed8cbb4UL, 46071);

    [Test]
    public void The_ladder_makes_the_published_trades()
    {
        Assert.That(HgOb1Run.Execute(42), Is.EqualTo(Seed42));
        Assert.That(HgOb1Run.Execute(7), Is.EqualTo(Seed7));
    }

    [Test]
    public void A_replay_comes_to_the_same_by_steps_and_timed()
    {
        var script = new HgOb1Script(42);
        var run = new HgOb1Run(script);
        for (int i = 0; i < 1000; i++)
        {
            Assert.That(run.Step(), Is.True);
        }

        long[] elapsed = new long[HgOb1Script.TimedCommands];
        var counter = new long[1];
        int written = run.ApplyRest(new CountingClock(counter), elapsed);

        Assert.That(run.Result, Is.EqualTo(Seed42));
        Assert.That((written, run.Step()), Is.EqualTo((HgOb1Script.TimedCommands - 1000, false)));
        Assert.That(counter[0], Is.EqualTo(written + 1));
        Assert.That(elapsed.Take(written), Is.All.EqualTo(1), "One reading between any two commands.");
    }

    [Test]
    public void Times_without_room_are_refused_before_anything_is_applied()
    {
        var run = new HgOb1Run(new HgOb1Script(7));
        Assert.That(() => run.ApplyRest(new CountingClock(new long[1]), new long[5]), Throws.ArgumentException);
        Assert.That(run.Applied, Is.Zero);
        run.ApplyRest();
        Assert.That(run.Result, Is.EqualTo(Seed7));
    }

    [Test]
    [Explicit("Measures; run alone on an idle machine.")]
    public void Report_commands_per_second()
    {
        var script = new HgOb1Script(42);
        long[] elapsed = new long[HgOb1Script.TimedCommands];
        for (int round = 0; round < 7; round++)
        {
            var whole = new HgOb1Run(script);
            long start = Stopwatch.GetTimestamp();
            whole.ApplyRest();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var timed = new HgOb1Run(script);
            timed.ApplyRest(default(MonotonicClock), elapsed);
            Array.Sort(elapsed);
            TestContext.Progress.WriteLine(
                $"HG-OB-1 seed 42: {HgOb1Script.TimedCommands / seconds / 1e6:F2} M commands/s, "
                + $"p50 {Ns(elapsed, 0.5)} p99 {Ns(elapsed, 0.99)} p99.9 {Ns(elapsed, 0.999)} ns with the clock, "
                + $"digest {whole.Result.Digest:x16}");
            Assert.That(whole.Result, Is.EqualTo(script.Result));
        }
    }

    private static long Ns(long[] sorted, double quantile) =>
        (long)(sorted[(int)(sorted.Length * quantile)] * (1e9 / Stopwatch.Frequency));

    private readonly struct CountingClock(long[] readings) : IWorkloadClock
    {
        public long Ticks() => ++readings[0];
    }

    private readonly struct MonotonicClock : IWorkloadClock
    {
        public long Ticks() => Stopwatch.GetTimestamp();
    }
}
