using System.Numerics;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Chain.Support;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Chain;

[TestFixture]
[Category("Anvil")]
public sealed class QueueTests
{
    private const uint Account = 16;

    [Test]
    public async Task A_deposit_is_credited_and_a_withdrawal_comes_back_as_tokens()
    {
        await using ADevChain chain = await ADevChain.StartAsync();
        ChainAccount owner = await chain.OwnerAsync(Account, 1_000);
        var batches = new ABatch(Seed.Random(), account => account == Account ? owner.Address : Address.Parse(
            "0x00000000000000000000000000000000000000aa"));
        await owner.ExecuteAsync(chain.Vault.Deposit(Account, 1_000));
        await owner.ExecuteAsync(chain.Vault.RequestWithdrawal(Account, 400));
        QueueFollower follower = Follower(chain, 0);
        IReadOnlyList<QueueEntry> entries = await TakeAsync(follower, 2);
        foreach (QueueEntry entry in entries)
        {
            batches.Add(new Operation
            {
                Kind = entry.Content.Kind == QueueEntryKind.Deposit ? OperationKind.Deposit : OperationKind.Withdraw,
                Account = entry.Content.Account,
                Amount = entry.Content.Amount,
                QueueIndex = entry.Index,
            });
        }

        batches.Seal(100);
        using BatchPoster poster = chain.Poster(batches);
        Assert.That(await poster.PostAllAsync(Poll.Deadline, isFinal: true), Is.True, poster.Status.LastTrouble);
        var reader = new ChainReader(chain.Client, chain.Deployment.Rollup);
        AccountProof proof = await reader.ProveAsync(chain.Deployment.Parameters, 1, Account);
        TransactionReceipt receipt = await owner.ExecuteAsync(chain.Vault.Withdraw(1, proof));
        ChainException? second = await Assert.ThrowsAsync<ChainException>(
            () => owner.ExecuteAsync(chain.Vault.Withdraw(1, proof)));

        Assert.That(entries.Select(entry => entry.Content), Is.EqualTo(new[]
        {
            new QueueContent(QueueEntryKind.Deposit, Account, 1_000),
            new QueueContent(QueueEntryKind.Withdrawal, Account, 400),
        }));
        Assert.That(await chain.Token.BalanceOfAsync(owner.Address), Is.EqualTo((BigInteger)400));
        Assert.That(await chain.Vault.HeldAsync(), Is.EqualTo(600));
        Assert.That(second!.Message, Does.Contain($"NothingToWithdraw({Account})"));
        TestContext.Out.WriteLine($"withdraw: {receipt.GasUsed} gas");
    }

    [Test]
    public async Task Deposits_lost_with_the_newest_blocks_come_back_in_order_and_once()
    {
        await using ADevChain chain = await ADevChain.StartAsync();
        ChainAccount first = await chain.OwnerAsync(16, 1_000);
        byte[] state = await chain.StateAsync();
        ChainAccount second = await chain.OwnerAsync(17, 1_000);
        await second.ExecuteAsync(chain.Vault.Deposit(17, 300));
        await first.ExecuteAsync(chain.Vault.Deposit(16, 200));
        QueueFollower follower = Follower(chain, 0);
        await TakeAsync(follower, 2);

        await chain.GoBackAsync(state);
        await Poll.UntilAsync(
            async () =>
            {
                await follower.PollAsync();
                return follower.Status.State == QueueFollowerState.QueueRegressed;
            },
            "the loss in the status");
        Task<TransactionReceipt> third = first.ExecuteAsync(chain.Vault.Deposit(16, 100));
        int sent = await chain.Recovery().RunAsync(Poll.Deadline);
        await third;
        IReadOnlyList<QueueEntry> later = await TakeAsync(follower, 1);

        Assert.That(sent, Is.GreaterThanOrEqualTo(5));
        Assert.That(later.Single().Index, Is.EqualTo(2));
        Assert.That(later.Single().Content, Is.EqualTo(new QueueContent(QueueEntryKind.Deposit, 16, 100)));
        Assert.That(follower.Status, Is.EqualTo(new QueueFollowerStatus(QueueFollowerState.CaughtUp, 3, 3, null)));
        Assert.That(await chain.Vault.HeldAsync(), Is.EqualTo(600));
        Assert.That(await chain.Recovery().RunAsync(Poll.Deadline), Is.Zero);
    }

    [Test]
    public async Task A_chain_that_lost_everything_is_built_again_at_the_same_addresses()
    {
        await using ADevChain chain = await ADevChain.StartAsync(keepsEmptyState: true);
        var batches = new ABatch(Seed.Random());
        ChainAccount owner = await chain.OwnerAsync(Account, 1_000);
        await owner.ExecuteAsync(chain.Vault.Deposit(Account, 250));
        batches.Seal(100);
        using BatchPoster poster = chain.Poster(batches);
        Assert.That(await poster.PostAllAsync(Poll.Deadline, isFinal: true), Is.True, poster.Status.LastTrouble);

        await chain.GoBackAsync(chain.EmptyState);
        await chain.Recovery().RunAsync(Poll.Deadline);
        bool isDone = await poster.PostAllAsync(Poll.Deadline, isFinal: true);

        Assert.That(isDone, Is.True, poster.Status.LastTrouble);
        Assert.That(await chain.Rollup.ReadAsync(), Is.EqualTo(new RollupState(1, 1, 1)));
        Assert.That(await chain.Vault.DepositedAsync(Account), Is.EqualTo(250));
        Assert.That(await chain.Rollup.OwnersOfAsync([Account]), Is.EqualTo(new[] { owner.Address }));
    }

    [Test]
    public async Task Entries_that_the_venue_has_are_compared_and_skipped()
    {
        await using ADevChain chain = await ADevChain.StartAsync();
        ChainAccount owner = await chain.OwnerAsync(Account, 1_000);
        await owner.ExecuteAsync(chain.Vault.Deposit(Account, 10));
        await owner.ExecuteAsync(chain.Vault.Deposit(Account, 20));

        QueueFollower same = Follower(chain, 1, _ => new QueueContent(QueueEntryKind.Deposit, Account, 10));
        IReadOnlyList<QueueEntry> entries = await TakeAsync(same, 1);
        QueueFollower other = Follower(chain, 1, _ => new QueueContent(QueueEntryKind.Deposit, Account, 11));
        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(() => TakeAsync(other, 1));
        QueueFollower ahead = Follower(chain, 3);
        await ahead.PollAsync();

        Assert.That(entries.Single().Content.Amount, Is.EqualTo(20));
        Assert.That(refusal!.Message, Does.Contain("entry 0 of the queue").And.Contain("11"));
        Assert.That(other.Status.State, Is.EqualTo(QueueFollowerState.Contradicted));
        Assert.That(ahead.Status.State, Is.EqualTo(QueueFollowerState.QueueRegressed));
    }

    [Test]
    public async Task An_account_with_another_owner_on_the_chain_is_refused_by_number()
    {
        await using ADevChain chain = await ADevChain.StartAsync();
        await chain.OwnerAsync(Account, 1);
        var registrar = new AccountRegistrar(chain.Rollup, chain.Operator);

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(
            () => registrar.EnsureAsync([(Account, chain.Operator.Address)]));

        Assert.That(await registrar.EnsureAsync(chain.Accounts), Is.Zero);
        Assert.That(refusal!.Message, Does.Contain("account 16"));
    }

    private static QueueFollower Follower(ADevChain chain, ulong first, Func<ulong, QueueContent?>? known = null) =>
        new(chain.Rollup, chain.Deployment, first, known, new QueueFollowerSettings
        {
            Logs = new LogFollowerSettings { FinalityDepth = 0 },
            PollInterval = TimeSpan.FromMilliseconds(20),
        });

    private static async Task<IReadOnlyList<QueueEntry>> TakeAsync(QueueFollower follower, int count)
    {
        using var limit = new CancellationTokenSource(Poll.Deadline);
        var entries = new List<QueueEntry>();
        await foreach (QueueEntry entry in follower.FollowAsync(limit.Token))
        {
            entries.Add(entry);
            if (entries.Count == count)
            {
                break;
            }
        }

        return entries;
    }
}
