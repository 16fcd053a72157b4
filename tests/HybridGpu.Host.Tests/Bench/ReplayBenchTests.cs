using System.Text.Json;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Host.Bench;
using HybridGpu.Host.Commands;
using HybridGpu.Host.Running;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Persistence;
using HybridGpu.Venue;

namespace HybridGpu.Host.Tests.Bench;

/// <summary>The replay workload records what one seed says, and its figures count only if the replay did what the
/// recording did.</summary>
public sealed class ReplayBenchTests
{
    private const int Commands = 12_000;
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_recorded_journal_replays_to_the_events_and_the_state_of_its_recording()
    {
        ReplayRecording recording = ReplayBench.Record(Journal("kept"), 42, Commands);

        JsonElement json = Json(new ReplayBench(Options() with { DataDirectory = _folder["scratch"] }).Run());

        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("journal").GetString(), Is.EqualTo("recorded"));
            Assert.That(json.GetProperty("state_hash").GetString(), Is.EqualTo(recording.StateHash.ToString()));
            Assert.That(json.GetProperty("events").GetUInt64(), Is.EqualTo(recording.Events));
            Assert.That(json.GetProperty("commands").GetUInt64(), Is.EqualTo(recording.Commands));
            Assert.That(recording.Commands, Is.GreaterThan(Commands), "listings, accounts, epochs and marks too");
            Assert.That(json.GetProperty("epochs").GetInt64(), Is.EqualTo(2));
            Assert.That(json.GetProperty("hashes_checked").GetInt64(), Is.GreaterThanOrEqualTo(Commands / 1_000));
            foreach (string name in new[] { "orders", "quotes", "trades", "commands_per_s", "events_per_s" })
            {
                Assert.That(json.GetProperty(name).GetDouble(), Is.Positive, name);
            }

            Assert.That(
                json.GetProperty("elapsed_s").GetDouble(),
                Is.GreaterThanOrEqualTo(json.GetProperty("applying_s").GetDouble()));
            Assert.That(Directory.EnumerateFileSystemEntries(_folder["scratch"]), Is.Empty, "the scratch is removed");
        });
    }

    [Test]
    public void One_seed_records_the_same_commands_and_another_seed_others()
    {
        _ = ReplayBench.Record(Journal("a"), 5, Commands);
        _ = ReplayBench.Record(Journal("b"), 5, Commands);
        _ = ReplayBench.Record(Journal("c"), 6, Commands);

        UInt128 first = Digest(Journal("a"));
        Assert.That(Digest(Journal("b")), Is.EqualTo(first));
        Assert.That(Digest(Journal("c")), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_journal_that_is_given_is_replayed_and_only_read()
    {
        ReplayRecording recording = ReplayBench.Record(Journal("kept"), 7, Commands);
        (string, long, DateTime)[] before = Files();

        JsonElement json = Json(new ReplayBench(Options() with { JournalDirectory = _folder["kept"] }).Run());

        Assert.That(json.GetProperty("journal").GetString(), Is.EqualTo("given"));
        Assert.That(json.GetProperty("state_hash").GetString(), Is.EqualTo(recording.StateHash.ToString()));
        Assert.That(json.TryGetProperty("seed", out _), Is.False, "who drew it isn't known");
        Assert.That(Files(), Is.EqualTo(before));

        (string, long, DateTime)[] Files() =>
        [
            .. new DirectoryInfo(_folder["kept"]).EnumerateFiles("*", SearchOption.AllDirectories)
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc)),
        ];
    }

    [Test]
    public void A_journal_whose_recorded_hash_is_not_met_has_no_figures()
    {
        using (var recorder = new ReplayRecorder(new VenueOptions { JournalDirectory = Journal("wrong") }))
        {
            new ReplayFlow(recorder, 1).Run(2_000);
            Command mark = Command.Of(CommandKind.StateHashMark);
            mark.StateHashMark.AtSequence = 1_000;
            mark.StateHashMark.Hash = default;
            recorder.Enter(in mark);
            recorder.Close();
        }

        var bench = new ReplayBench(Options() with { JournalDirectory = _folder["wrong"] });

        Assert.That(
            () => bench.Run(), Throws.TypeOf<BenchFailedException>().With.Message.Contains("1 of 3 recorded state"));
    }

    [Test]
    public void A_directory_without_a_journal_is_refused_by_name()
    {
        var bench = new ReplayBench(Options() with { JournalDirectory = _folder["nothing"] });

        Assert.That(() => bench.Run(), Throws.TypeOf<BenchFailedException>().With.Message.Contains("--journal"));
    }

    [TestCase("text")]
    [TestCase("json")]
    [TestCase("markdown")]
    public void The_figures_are_printed_in_each_form(string form)
    {
        BenchResult result = new ReplayBench(Options() with { Commands = 10_000 }).Run();

        string printed = BenchOutput.Write(form, BenchConditions.Now(), [result]);

        foreach (string name in new[] { "events_per_s", "commands_per_s", "bytes_per_s", "state_hash" })
        {
            Assert.That(printed, Does.Contain(name));
        }
    }

    [Test]
    public void A_replay_tells_how_long_it_took_and_how_many_events_that_is_a_second()
    {
        var report = new ReplayReport(1_000, 4_000, default, 1, 0, "ok", ReplayEnd.Whole, 0);
        var measure = new ReplayMeasure(
            TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.5), 192_000, new VenueStatistics());

        JsonElement json = JsonDocument.Parse(ReplayText.Json(report, measure)).RootElement;
        string text = ReplayText.Text(report, measure);

        Assert.That(json.GetProperty("events_per_s").GetDouble(), Is.EqualTo(2_000));
        Assert.That(json.GetProperty("commands_per_s").GetDouble(), Is.EqualTo(500));
        Assert.That(json.GetProperty("elapsed_s").GetDouble(), Is.EqualTo(2.5));
        Assert.That(json.GetProperty("applying_s").GetDouble(), Is.EqualTo(2));
        Assert.That(json.GetProperty("bytes").GetInt64(), Is.EqualTo(192_000));
        Assert.That(text, Does.Contain("4,000 (2,000/s)").And.Contain("2.500 s, 2.000 s without setup"));
    }

    private string Journal(string name) => new DataDirectory(_folder[name]).Journal;

    private static BenchOptions Options() => new() { Workload = "replay", Runs = 1, Commands = Commands };

    private static UInt128 Digest(string journal)
    {
        ulong low = 0;
        ulong count = 0;
        using JournalReader reader = JournalReader.Open(journal);
        while (reader.TryRead())
        {
            count++;
            foreach (byte one in Command.Bytes(in reader.Current))
            {
                low = Mix.Combine(low, one);
            }

            foreach (byte one in reader.Payload)
            {
                low = Mix.Combine(low, one);
            }
        }

        return new UInt128(count, low);
    }

    private static JsonElement Json(BenchResult result) =>
        JsonDocument.Parse(BenchOutput.Write("json", BenchConditions.Now(), [result])).RootElement;
}
