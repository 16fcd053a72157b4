using HybridGpu.FixFuzz;

namespace HybridGpu.Fix.Tests.Fuzz;

/// <summary>A short run of the fuzz program, and that a longer one can be trusted.</summary>
public sealed class CampaignTests
{
    private const int Threads = 2;

    [Test]
    public void Mutated_messages_let_nothing_escape_and_leave_sessions_well_or_closed()
    {
        ulong seed = Seed();
        var campaign = new Campaign(seed, Threads);

        Finding? finding = campaign.PlayRound(0, Threads * Campaign.ConversationLength);

        Assert.That(finding, Is.Null, $"--seed {seed} --replay {finding?.Index}");
        ConversationCounts counts = campaign.Counts;
        TestContext.Out.WriteLine(counts);
        Assert.Multiple(() =>
        {
            // A campaign whose messages all fail at the door, or whose sessions are all dead, would find nothing.
            Assert.That(counts.Mutated, Is.EqualTo(Threads * Campaign.ConversationLength));
            Assert.That(counts.Frames, Is.GreaterThan(counts.Mutated / 2));
            Assert.That(counts.Valid, Is.GreaterThan(counts.Mutated / 10));
            Assert.That(counts.Application, Is.GreaterThan(counts.Mutated / 20));
            Assert.That(counts.Rejects, Is.GreaterThan(counts.Mutated / 10));
            Assert.That(counts.Probes, Is.GreaterThan(counts.Mutated / 10));
            Assert.That(counts.Resent, Is.GreaterThan(100));
            Assert.That(counts.Logons, Is.GreaterThan(100));
        });
    }

    [Test]
    public void Fault_is_found_at_its_message_and_found_again_by_seed_and_index()
    {
        const int PlantedAt = 500;
        ulong seed = Seed();
        Campaign Planted(int threads) => new(seed, threads)
        {
            OnConversation = application => application.OnMessage = _ =>
            {
                if (application.MessageCount == PlantedAt)
                {
                    throw new InvalidOperationException("planted");
                }
            },
        };

        Finding? found = Planted(Threads).PlayRound(0, 2 * Campaign.ConversationLength);
        (Finding? again, string message) = Planted(1).Replay(found?.Index ?? 0);

        Assert.That(found, Is.Not.Null, $"seed {seed}");
        Assert.That(found!.Fault.Message, Is.EqualTo("planted"));
        Assert.That(again, Is.Not.Null, $"seed {seed}");
        Assert.That((again!.Index, again.Message), Is.EqualTo((found.Index, found.Message)), $"seed {seed}");
        Assert.That(message, Is.EqualTo(found.Message), $"seed {seed}");
    }

    [Test]
    public void Stopped_campaign_goes_on_where_it_was_and_ends_as_one_that_was_not_stopped()
    {
        string folder = Directory.CreateTempSubdirectory("hybridgpu-fuzz-").FullName;
        try
        {
            string state = Path.Combine(folder, "state");
            string[] options = ["--seed", "7", "--threads", "1", "--state", state, "--messages"];
            string whole = Path.Combine(folder, "whole");

            Assert.That(Program.Main([.. options, "1"]), Is.Zero);
            Assert.That(CampaignState.Load(state, 7).NextIndex, Is.EqualTo(Campaign.ConversationLength));
            Assert.That(Program.Main(["--seed", "8", "--state", state]), Is.EqualTo(2), "another seed's state");
            Assert.That(Program.Main([.. options, $"{2 * Campaign.ConversationLength}"]), Is.Zero);
            var stopped = CampaignState.Load(state, 7);

            Assert.That(Program.Main(
                ["--seed", "7", "--state", whole, "--messages", $"{2 * Campaign.ConversationLength}"]), Is.Zero);
            Assert.That(CampaignState.Load(whole, 7).Counts, Is.EqualTo(stopped.Counts));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("--messages")]
    [TestCase("--messages", "0")]
    [TestCase("--seed", "-1")]
    [TestCase("--surprise", "1")]
    public void Wrong_command_line_says_how_it_is_right(params string[] arguments) =>
        Assert.That(Program.Main(arguments), Is.EqualTo(2));

    private static ulong Seed()
    {
        string? given = Environment.GetEnvironmentVariable("HYBRIDGPU_SEED");
        ulong seed = ulong.TryParse(given, out ulong number) ? number : (ulong)Environment.TickCount64;
        TestContext.Out.WriteLine($"HYBRIDGPU_SEED={seed}");
        return seed;
    }
}
