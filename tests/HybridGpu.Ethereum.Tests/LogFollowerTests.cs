using System.Globalization;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogFollowerTests : IDisposable
{
    private const ulong ChainId = 31_337;

    private readonly FakeNode _node = new();

    public void Dispose() => _node.Dispose();

    [Test]
    public async Task Logs_come_once_in_order_when_deep_enough()
    {
        LogFollower follower = Follower(depth: 2);
        _node.Chain.Mine(1, 2);
        _node.Chain.Mine(3);
        Assert.That(await Texts(follower), Is.Empty);

        _node.Chain.Mine();
        Assert.That(await Texts(follower), Is.EqualTo(new[] { "Final 1", "Final 2" }));
        Assert.That(await Texts(follower), Is.Empty);
        _node.Chain.Mine();
        Assert.That(await Texts(follower), Is.EqualTo(new[] { "Final 3" }));
    }

    [Test]
    public async Task A_reorganisation_above_the_depth_is_never_seen()
    {
        LogFollower follower = Follower(depth: 2);
        _node.Chain.Mine(1);
        _node.Chain.Mine(2);
        await Texts(follower);
        _node.Chain.Lose(2);
        _node.Chain.Mine(3);
        _node.Chain.MineMany(2);

        Assert.That(await Texts(follower), Is.EqualTo(new[] { "Final 3" }));
    }

    [Test]
    public async Task A_deeper_one_reverts_newest_first_and_then_follows_the_new_chain()
    {
        LogFollower follower = Follower(depth: 0);
        _node.Chain.Mine(1);
        _node.Chain.Mine(2, 3);
        _node.Chain.Mine(4);
        Assert.That((await follower.PollAsync()).Events, Has.Count.EqualTo(4));

        _node.Chain.Lose(2);
        LogPoll shorter = await follower.PollAsync();
        _node.Chain.Mine(5);
        _node.Chain.Mine(4);
        LogPoll undone = await follower.PollAsync();

        Assert.That(shorter.Status, Is.EqualTo(LogFollowerStatus.ChainShorter));
        Assert.That(shorter.Events, Is.Empty, "it may only be a node that lags");
        Assert.That(undone.Status, Is.EqualTo(LogFollowerStatus.Reorganised));
        Assert.That(undone.Events.Select(Text), Is.EqualTo(new[] { "Reverted 4", "Reverted 3", "Reverted 2" }));
        Assert.That(await Texts(follower), Is.EqualTo(new[] { "Final 5", "Final 4" }));
    }

    [Test]
    public async Task A_chain_that_shares_nothing_remembered_stops_the_follower()
    {
        LogFollower follower = Follower(depth: 0, change: settings => settings with { RememberedMax = 2 });
        _node.Chain.Mine(1);
        _node.Chain.MineMany(3);
        await Texts(follower);
        LogCursor before = follower.Cursor;
        _node.Chain.Lose(4);
        _node.Chain.MineMany(6);

        LogPoll poll = await follower.PollAsync();

        Assert.That(before.Remembered, Has.Count.EqualTo(2));
        Assert.That(poll.Status, Is.EqualTo(LogFollowerStatus.HistoryLost));
        Assert.That(poll.Cursor, Is.SameAs(before));
    }

    [Test]
    public async Task A_stored_cursor_continues_and_still_knows_what_to_revert()
    {
        LogFollower first = Follower(depth: 0);
        _node.Chain.Mine(1);
        _node.Chain.Mine(2);
        await Texts(first);

        var second = new LogFollower(
            _node.Client, new LogFilter(), LogCursor.Parse(first.Cursor.ToJson()), new LogFollowerSettings
            {
                FinalityDepth = 0,
            });
        Assert.That(await Texts(second), Is.Empty);
        _node.Chain.Lose(1);
        _node.Chain.MineMany(2);

        Assert.That(await Texts(second), Is.EqualTo(new[] { "Reverted 2" }));
        Assert.That(() => LogCursor.Parse("{}"), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public async Task Too_large_a_range_is_halved_until_it_fits()
    {
        for (byte i = 1; i <= 20; i++)
        {
            _node.Chain.Mine(i);
        }

        _node.Override = (method, parameters) => method == "eth_getLogs" && Span(parameters[0]!) > 4
            ? FakeNode.Error(-32005, "query returned more than 10000 results")
            : null;
        LogFollower follower = Follower(depth: 0);
        var found = new List<string>();
        LogPoll poll;
        do
        {
            poll = await follower.PollAsync();
            found.AddRange(poll.Events.Select(Text));
        }
        while (poll.Status == LogFollowerStatus.Behind);

        Assert.That(found, Is.EqualTo(Enumerable.Range(1, 20).Select(i => $"Final {i}")));
    }

    [Test]
    public void One_block_that_is_too_much_is_an_error()
    {
        _node.Override = (method, _) => method == "eth_getLogs" ? FakeNode.Error(-32005, "too many results") : null;
        LogFollower follower = Follower(depth: 0);

        Assert.That(() => follower.PollAsync(), Throws.InstanceOf<JsonRpcException>());
    }

    [Test]
    public async Task Logs_of_another_block_than_the_header_says_are_not_believed()
    {
        _node.Chain.Mine(1);
        LogFollower follower = Follower(depth: 0);
        _node.Override = (method, _) =>
        {
            if (method != "eth_getLogs")
            {
                return null;
            }

            var old = FakeNode.Result(_node.Chain.Logs(0, 1));
            _node.Override = null;
            _node.Chain.Lose(1);
            _node.Chain.Mine(2);
            return old;
        };

        LogPoll unstable = await follower.PollAsync();

        Assert.That(unstable.Status, Is.EqualTo(LogFollowerStatus.Unstable));
        Assert.That(unstable.Events, Is.Empty);
        Assert.That(await Texts(follower), Is.EqualTo(new[] { "Final 2" }));
    }

    [Test]
    public async Task The_finalized_tag_can_decide()
    {
        LogFollower follower = Follower(depth: 0, change: settings => settings with { UsesFinalizedTag = true });
        _node.Chain.Mine(1);
        _node.Chain.Mine(2);
        Assert.That(await Texts(follower), Is.Empty, "nothing is final yet");
        _node.Finalized = 1;

        Assert.That(await Texts(follower), Is.EqualTo(new[] { "Final 1" }));
    }

    [Test]
    public void Another_chain_is_refused()
    {
        var follower = new LogFollower(_node.Client, new LogFilter(), LogCursor.StartingAt(1, 0));

        Assert.That(() => follower.PollAsync(), Throws.InvalidOperationException);
    }

    [Test]
    public async Task What_was_applied_is_always_the_canonical_chain_after_any_sequence_of_reorganisations()
    {
        Random random = Seed.Random();
        LogFollower follower = Follower(depth: 1, change: settings => settings with { RangeMax = 3 });
        var applied = new List<(Hash32 Block, ulong Index)>();
        for (int step = 0; step < 150; step++)
        {
            int lost = random.Next(4) == 0 ? random.Next(1, Math.Min(5, (int)_node.Chain.Head + 1)) : 0;
            if ((int)_node.Chain.Head - lost >= 1)
            {
                _node.Chain.Lose(lost);
            }

            for (int i = random.Next(1, 4); i > 0; i--)
            {
                byte[] logs = new byte[random.Next(3)];
                random.NextBytes(logs);
                _node.Chain.Mine(logs);
            }

            Apply(await follower.PollAsync(), applied);
        }

        _node.Chain.MineMany(30);
        LogPoll poll;
        do
        {
            poll = await follower.PollAsync();
            Apply(poll, applied);
        }
        while (poll.Status is LogFollowerStatus.Behind or LogFollowerStatus.Reorganised);

        var canonical = _node.Chain.Logs(0, _node.Chain.Head).Select(log => (
            Hash32.Parse((string)log!["blockHash"]!), Hex.ParseUInt64((string)log["logIndex"]!)));
        Assert.That(poll.Status, Is.EqualTo(LogFollowerStatus.CaughtUp));
        Assert.That(applied, Is.EqualTo(canonical));
    }

    [Test]
    public async Task Following_yields_until_cancelled()
    {
        _node.Chain.Mine(1);
        using var cancellation = new CancellationTokenSource();
        var found = new List<string>();

        Assert.That(
            async () =>
            {
                await foreach (LogPoll poll in Follower(depth: 0).FollowAsync(TimeSpan.Zero, null, cancellation.Token))
                {
                    found.AddRange(poll.Events.Select(Text));
                    await cancellation.CancelAsync();
                }
            },
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(found, Is.EqualTo(new[] { "Final 1" }));
        await Task.CompletedTask;
    }

    private static void Apply(LogPoll poll, List<(Hash32 Block, ulong Index)> applied)
    {
        foreach (LogEvent item in poll.Events)
        {
            (Hash32, ulong) id = (item.Log.BlockHash, item.Log.LogIndex);
            if (item.Kind == LogEventKind.Final)
            {
                Assert.That(applied, Does.Not.Contain(id), "once");
                applied.Add(id);
            }
            else
            {
                Assert.That(applied[^1], Is.EqualTo(id), "newest first");
                applied.RemoveAt(applied.Count - 1);
            }
        }
    }

    private static ulong Span(System.Text.Json.Nodes.JsonNode filter) =>
        Hex.ParseUInt64((string)filter["toBlock"]!) - Hex.ParseUInt64((string)filter["fromBlock"]!) + 1;

    private static string Text(LogEvent item) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Kind} {item.Log.Data.Span[0]}");

    private static async Task<string[]> Texts(LogFollower follower) =>
        [.. (await follower.PollAsync()).Events.Select(Text)];

    private LogFollower Follower(ulong depth, Func<LogFollowerSettings, LogFollowerSettings>? change = null)
    {
        var settings = new LogFollowerSettings { FinalityDepth = depth };
        return new LogFollower(
            _node.Client, new LogFilter(), LogCursor.StartingAt(ChainId, 0), change?.Invoke(settings) ?? settings);
    }
}
