using HybridGpu.Domain.Commands;
using HybridGpu.Host.Bench;
using HybridGpu.Host.Commands;
using HybridGpu.Host.Running;
using HybridGpu.Host.Tests.Support;
using HybridGpu.Persistence;
using HybridGpu.Venue;

namespace HybridGpu.Host.Tests.Commands;

/// <summary>`hybridgpu replay` beside a running venue, and after it.</summary>
public sealed class ReplayCommandTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_journal_that_a_venue_writes_is_replayed_up_to_a_whole_command_and_never_called_damaged()
    {
        using var writing = new CancellationTokenSource();
        using (VenuePipeline venue = Open())
        {
            Publish(venue, 3_000);
            PipelineMarket.Until(venue, () => venue.Statistics.HashesChecked > 0, "a state hash is on record");
            Publish(venue, 1);
            var writer = new Thread(() =>
            {
                while (!writing.IsCancellationRequested)
                {
                    venue.Gate.Publish(Command.Of(CommandKind.Clock));
                }
            });
            writer.Start();
            try
            {
                for (int i = 0; i < 5; i++)
                {
                    (int status, string output, string errors) = Replay();

                    Assert.That(status, Is.Zero, errors);
                    Assert.That(output, Does.Contain("journal end   being written: a venue runs here"));
                    Assert.That(errors, Does.Match(
                        @"^A venue is running on .*journal \(it holds the lock there\): command [0-9]+ is the last "));
                }
            }
            finally
            {
                writing.Cancel();
                writer.Join();
            }

            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        }

        (int after, string whole, string silent) = Replay();
        Assert.That((after, silent), Is.EqualTo((0, "")));
        Assert.That(whole, Does.Contain("journal end   whole"));
    }

    [Test]
    public void With_until_before_a_running_venues_end_nothing_is_said_of_that_end()
    {
        using VenuePipeline venue = Open();
        Publish(venue, 3_000);

        (int status, string output, string errors) = Replay(until: 2_500, verify: false);

        Assert.That(status, Is.Zero, errors);
        Assert.That(output, Does.Contain("commands      2,500").And.Contain("journal end   not looked at"));
        Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
    }

    [Test]
    public void Whether_a_venue_is_running_is_seen_without_a_trace_and_keeps_none_out()
    {
        Assert.That(JournalReader.FindEndBesideWriter(_folder.Path), Is.Null);
        Assert.That(Directory.GetFiles(_folder.Path), Is.Empty);
        using (VenuePipeline venue = Open())
        {
            Publish(venue, 10);
            Assert.That(JournalReader.FindEndBesideWriter(Journal), Is.GreaterThanOrEqualTo(10));
            Assert.That(venue.Stop(), Is.True, venue.Fault?.ToString());
        }

        Assert.That(JournalReader.FindEndBesideWriter(Journal), Is.Null);
        using VenuePipeline again = Open();
        Assert.That(again.Stop(), Is.True, again.Fault?.ToString());
    }

    private string Journal => new DataDirectory(_folder.Path).Journal;

    private VenuePipeline Open()
    {
        var options = new VenueOptions { JournalDirectory = Journal, RiskThreads = 1 };
        var venue = VenuePipeline.Open(options, new MarketClock(TimeProvider.System), new VenueDirectory());
        venue.Start();
        return venue;
    }

    private void Publish(VenuePipeline venue, int count)
    {
        ulong last = 0;
        for (int i = 0; i < count; i++)
        {
            last = venue.Gate.Publish(Command.Of(CommandKind.Clock));
        }

        PipelineMarket.Until(
            venue, () => JournalReader.FindEndBesideWriter(Journal) >= last, "the commands are in the journal");
    }

    private (int Status, string Output, string Errors) Replay(ulong until = ulong.MaxValue, bool verify = true)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int status = ReplayCommand.Run(
            _folder.Path, verify, "auto", json: false, until, fromSnapshot: false, salvage: null, output, errors);
        return (status, output.ToString(), errors.ToString());
    }
}
