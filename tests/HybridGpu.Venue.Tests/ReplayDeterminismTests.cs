using System.Diagnostics;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence;

namespace HybridGpu.Venue.Tests;

/// <summary>One journal leads to one state, whatever the clocks did and whoever replays it.</summary>
public sealed class ReplayDeterminismTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_journal_replays_to_the_same_digests_on_any_number_of_risk_threads()
    {
        VenueOptions options = TestMarket.Options(_folder.Journal) with { RiskThreads = 2 };
        ReplayReport recorded = Record(options, new TestClock());
        foreach ((string backend, int threads) in new[] { ("simd", 1), ("simd", 2), ("simd", 5), ("reference", 1) })
        {
            ReplayReport report = VenueReplay.Run(options with { Backend = backend, RiskThreads = threads });
            Assert.That(report, Is.EqualTo(recorded), $"{backend} on {threads}");
        }
    }

    [Test]
    public void Clocks_that_jump_both_ways_replay_to_the_same_state()
    {
        VenueOptions options = TestMarket.Options(_folder.Journal);
        _ = Record(options, new JumpingClock(TestMarket.Seed()));
        int back = 0;
        long last = 0;
        using JournalReader reader = JournalReader.Open(_folder.Journal);
        while (reader.TryRead())
        {
            back += reader.Current.Header.SequencedNs < last ? 1 : 0;
            last = reader.Current.Header.SequencedNs;
        }

        Assert.That(back, Is.GreaterThan(100), "the journal holds the jumps as they were");
    }

    [Test]
    public void Another_process_that_holds_the_directory_keeps_the_venue_out()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
        {
            Assert.Ignore("There is no flock(1) here to be the other process.");
        }

        VenueOptions options = TestMarket.Options(_folder.Journal);
        VenuePipeline.Open(options, new TestClock(), new VenueDirectory()).Dispose();
        var start = new ProcessStartInfo("/usr/bin/flock")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string argument in new[]
        {
            Path.Combine(_folder.Journal, "journal.lock"), "--command", "echo held; read line",
        })
        {
            start.ArgumentList.Add(argument);
        }

        using (Process other = Process.Start(start)!)
        {
            Assert.That(other.StandardOutput.ReadLine(), Is.EqualTo("held"));
            Assert.That(
                () => VenuePipeline.Open(options, new TestClock(), new VenueDirectory()),
                Throws.TypeOf<JournalLockedException>().With.Message.Contains(_folder.Journal));
            other.StandardInput.WriteLine();
            other.WaitForExit();
        }

        using VenuePipeline venue = VenuePipeline.Open(options, new TestClock(), new VenueDirectory());
        Assert.That(venue.JournalStatus, Is.EqualTo(JournalStatus.Ok));
    }

    /// <summary>Trades through several epochs and state hashes, then compares the run with its own replay.</summary>
    private static ReplayReport Record(VenueOptions options, IVenueClock clock)
    {
        using VenuePipeline venue = VenuePipeline.Open(options, clock, new VenueDirectory());
        venue.Start();
        TestMarket.Prepare(venue, options, 20, 21);
        var random = new Random(TestMarket.Seed());
        for (int round = 0; round < 4; round++)
        {
            TestMarket.Trade(venue, random, 700, 20, 21, $"R{round}-");
            long epochs = venue.Statistics.Epochs;
            TestMarket.PublishInputs(venue, options, 68_000 + (round * 500));
            Eventually.Until(() => venue.Statistics.Epochs > epochs, "another epoch is applied");
        }

        Command clocks = Command.Of(CommandKind.Clock);
        Eventually.Until(
            () =>
            {
                venue.Gate.Publish(in clocks);
                return venue.Statistics.HashesChecked > 0;
            },
            "a state hash is on record");
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        ReplayReport report = VenueReplay.Run(options);
        Assert.That(report.StateHash, Is.EqualTo(venue.Engine.StateHash));
        Assert.That(report.HashesDiffering, Is.Zero);
        Assert.That(report.HashesChecked, Is.Positive);
        Assert.That(report.Conservation, Is.EqualTo("ok"));
        return report;
    }

    /// <summary>Both clocks leap by up to an hour, every other time backwards.</summary>
    private sealed class JumpingClock(int seed) : IVenueClock
    {
        private const long HourNs = 3_600_000_000_000;
        private readonly Lock _gate = new();
        private readonly Random _random = new(seed);

        public long WallNs => Jump();

        public long MarketNs => Jump();

        private long Jump()
        {
            lock (_gate)
            {
                return TestClock.StartNs + _random.NextInt64(-HourNs, HourNs);
            }
        }
    }
}
