using System.Numerics;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TransactionSenderTests : IDisposable
{
    private static readonly TransactionRequest Transfer = new() { To = Address.Zero, Value = 1 };

    private readonly FakeNode _node = new();
    private readonly ManualTime _time = new();
    private readonly TransactionSender _sender;

    public TransactionSenderTests() => _sender = Sender(new TransactionSenderSettings());

    public void Dispose()
    {
        _sender.Dispose();
        _node.Dispose();
    }

    [Test]
    public async Task Nonces_follow_each_other_without_asking_again()
    {
        PendingTransaction first = await _sender.SendAsync(Transfer);
        PendingTransaction second = await _sender.SendAsync(Transfer);
        _node.Chain.Mine();
        IReadOnlyList<PendingTransaction> changed = await _sender.PollAsync();

        Assert.That((first.Nonce, second.Nonce), Is.EqualTo((0UL, 1UL)));
        Assert.That(
            _node.Asked.Count(method => method == "eth_getTransactionCount"),
            Is.EqualTo(2),
            "one at first, one to poll");
        Assert.That(changed, Is.EqualTo(new[] { first, second }));
        Assert.That(first.State, Is.EqualTo(TransactionState.Confirmed));
        Assert.That(
            first.Current.Transaction.MaxFeePerGas,
            Is.EqualTo(new BigInteger(2_100)),
            "twice the base fee and the tip");
        Assert.That(first.Current.Transaction.GasLimit, Is.EqualTo(25_200), "the estimate and a fifth");
    }

    [Test]
    public async Task Confirmations_are_counted_and_a_reverted_transaction_has_failed()
    {
        using TransactionSender sender = Sender(new TransactionSenderSettings { Confirmations = 3 });
        PendingTransaction pending = await sender.SendAsync(Transfer with { Data = "fail"u8.ToArray() });
        _node.Chain.MineMany(2);
        await sender.PollAsync();
        TransactionState atTwo = pending.State;
        _node.Chain.Mine();
        TransactionReceipt? receipt = await sender.WaitAsync(pending);

        Assert.That(atTwo, Is.EqualTo(TransactionState.Included));
        Assert.That(pending.State, Is.EqualTo(TransactionState.Failed));
        Assert.That(receipt!.IsSuccess, Is.False);
    }

    [Test]
    public async Task A_nonce_that_somebody_else_used_is_read_anew()
    {
        await _sender.SendAsync(Transfer);
        Assert.That(_node.Chain.Accept(Foreign(1, fee: 1_000_000)), Is.Null);
        _node.Chain.Mine();

        PendingTransaction second = await _sender.SendAsync(Transfer);

        Assert.That(second.Nonce, Is.EqualTo(2));
        Assert.That(second.LastError, Is.Null);
    }

    [Test]
    public async Task A_lost_answer_doesnt_send_the_same_thing_under_a_second_nonce()
    {
        // The node mines at once and the answer is lost, so the repeated request finds its own nonce used.
        _node.Chain.IsMiningAtOnce = true;
        _node.Override = (method, _) =>
        {
            if (method == "eth_estimateGas" && _node.Faults.Count == 0)
            {
                // The next HTTP requests are the block, the tip, the nonce and then the transaction.
                _node.Faults.Enqueue(_ => Task.FromResult(false));
                _node.Faults.Enqueue(_ => Task.FromResult(false));
                _node.Faults.Enqueue(_ => Task.FromResult(false));
                _node.Faults.Enqueue(_node.LoseAnswer());
            }

            return null;
        };

        PendingTransaction pending = await _sender.SendAsync(Transfer);
        await _sender.PollAsync();

        Assert.That(_node.Asked.Count(method => method == "eth_sendRawTransaction"), Is.EqualTo(2));
        Assert.That(_node.Chain.Received, Has.Count.EqualTo(1));
        Assert.That(pending.State, Is.EqualTo(TransactionState.Confirmed));
    }

    [Test]
    public async Task A_refusal_uses_no_nonce_and_is_forgotten()
    {
        var stored = new List<Hash32>();
        using TransactionSender sender = Sender(new TransactionSenderSettings
        {
            BeforeSend = (signed, _) =>
            {
                stored.Add(signed.Hash);
                return ValueTask.CompletedTask;
            },
            AfterRefusal = signed =>
            {
                stored.Remove(signed.Hash);
                return ValueTask.CompletedTask;
            },
        });
        _node.Override = (method, _) => method == "eth_sendRawTransaction"
            ? FakeNode.Error(-32003, "insufficient funds for gas")
            : null;

        Assert.That(() => sender.SendAsync(Transfer), Throws.InstanceOf<JsonRpcException>());
        Assert.That(stored, Is.Empty);
        _node.Override = null;
        PendingTransaction pending = await sender.SendAsync(Transfer);

        Assert.That(pending.Nonce, Is.Zero);
        Assert.That(stored, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_the_node_forgot_is_sent_again()
    {
        PendingTransaction pending = await _sender.SendAsync(Transfer);
        _node.Chain.Pool.Clear();

        await _sender.PollAsync();

        Assert.That(_node.Chain.Pool.Select(signed => signed.Hash), Is.EqualTo(new[] { pending.Current.Hash }));
        Assert.That(pending.Versions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_chain_that_lost_settled_blocks_gets_the_same_transactions_again()
    {
        PendingTransaction first = await _sender.SendAsync(Transfer);
        _node.Chain.Mine();
        PendingTransaction second = await _sender.SendAsync(Transfer);
        _node.Chain.Mine();
        await _sender.PollAsync();
        Assert.That(second.State, Is.EqualTo(TransactionState.Confirmed));

        _node.Chain.Lose(2);
        IReadOnlyList<PendingTransaction> lost = await _sender.PollAsync();
        _node.Chain.Mine();
        await _sender.PollAsync();

        Assert.That(lost, Is.EquivalentTo(new[] { first, second }));
        Assert.That(first.State, Is.EqualTo(TransactionState.Confirmed));
        Assert.That(second.State, Is.EqualTo(TransactionState.Confirmed));
        Assert.That(_node.Chain.Received.Select(signed => signed.Hash).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_stuck_transaction_is_replaced_by_an_eighth_more_and_either_version_settles_it()
    {
        PendingTransaction pending = await _sender.SendAsync(Transfer);
        _time.Advance(TimeSpan.FromSeconds(31));
        await _sender.PollAsync();
        await _sender.PollAsync();

        DynamicFeeTransaction old = pending.Versions[0].Transaction;
        DynamicFeeTransaction now = pending.Current.Transaction;
        Assert.That(pending.Versions, Has.Count.EqualTo(2), "once, until it is stuck again");
        Assert.That(now.MaxFeePerGas, Is.EqualTo(old.MaxFeePerGas * 9 / 8 + (old.MaxFeePerGas % 8 == 0 ? 0 : 1)));
        Assert.That(now.MaxPriorityFeePerGas, Is.EqualTo(new BigInteger(113)), "100 and an eighth, rounded up");
        Assert.That(_node.Chain.Pool.Single().Hash, Is.EqualTo(pending.Current.Hash));

        _node.Chain.Pool[0] = pending.Versions[0];
        _node.Chain.Mine();
        await _sender.PollAsync();
        Assert.That(pending.State, Is.EqualTo(TransactionState.Confirmed));
        Assert.That(pending.Receipt!.TransactionHash, Is.EqualTo(pending.Versions[0].Hash));
    }

    [Test]
    public async Task Fees_stop_at_the_cap()
    {
        using TransactionSender sender = Sender(new TransactionSenderSettings { MaxFeePerGasCap = 2_200 });
        PendingTransaction pending = await sender.SendAsync(Transfer);
        _time.Advance(TimeSpan.FromSeconds(31));

        await sender.PollAsync();

        Assert.That(pending.IsAtFeeCap, Is.True);
        Assert.That(pending.Versions, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_node_that_is_away_after_signing_leaves_it_waiting_and_the_number_waiting_is_bounded()
    {
        using TransactionSender sender = Sender(new TransactionSenderSettings { WaitingMax = 1 });
        _node.Override = (method, _) =>
        {
            if (method == "eth_getTransactionCount")
            {
                for (int i = 0; i < 5; i++)
                {
                    _node.Faults.Enqueue(FakeNode.Status(503));
                }
            }

            return null;
        };

        PendingTransaction pending = await sender.SendAsync(Transfer);
        Assert.That(pending.LastError, Does.Contain("503"));
        Assert.That(() => sender.SendAsync(Transfer), Throws.InvalidOperationException);

        _node.Override = null;
        await sender.PollAsync();
        Assert.That(pending.LastError, Is.Null);
        Assert.That(_node.Chain.Pool, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_nonce_that_somebody_else_took_is_displaced_after_several_looks()
    {
        PendingTransaction pending = await _sender.SendAsync(Transfer);
        Assert.That(_node.Chain.Accept(Foreign(0, fee: 1_000_000)), Is.Null);
        _node.Chain.Mine();

        await _sender.PollAsync();
        await _sender.PollAsync();
        TransactionState afterTwo = pending.State;
        TransactionReceipt? receipt = await _sender.WaitAsync(pending);

        Assert.That(afterTwo, Is.EqualTo(TransactionState.Waiting));
        Assert.That(pending.State, Is.EqualTo(TransactionState.Displaced));
        Assert.That(receipt, Is.Null);
    }

    [Test]
    public async Task Stored_transactions_are_taken_over_by_the_next_process()
    {
        PendingTransaction pending = await _sender.SendAsync(Transfer);
        _node.Chain.Pool.Clear();
        using TransactionSender next = Sender(new TransactionSenderSettings());

        IReadOnlyList<PendingTransaction> restored = await next.RestoreAsync([pending.Current.Raw]);
        PendingTransaction second = await next.SendAsync(Transfer);
        await next.PollAsync();
        _node.Chain.Mine();
        await next.PollAsync();

        Assert.That(restored.Single().Current.Hash, Is.EqualTo(pending.Current.Hash));
        Assert.That(second.Nonce, Is.EqualTo(1));
        Assert.That(second.State, Is.EqualTo(TransactionState.Confirmed));
        Assert.That(
            () => next.RestoreAsync([Foreign(9, 9, chainId: 1).Raw]), Throws.InstanceOf<FormatException>());
    }

    private static SignedTransaction Foreign(ulong nonce, BigInteger fee, ulong chainId = 31_337) =>
        new DynamicFeeTransaction
        {
            ChainId = chainId,
            Nonce = nonce,
            MaxPriorityFeePerGas = fee,
            MaxFeePerGas = fee,
            GasLimit = 21_000,
        }.Sign(Keys.First);

    private TransactionSender Sender(TransactionSenderSettings settings) =>
        new(_node.Client, Keys.First, settings with { PollInterval = TimeSpan.Zero }, _time);
}
