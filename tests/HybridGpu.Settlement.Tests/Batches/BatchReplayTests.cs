using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Batches;

[TestFixture]
internal sealed class BatchReplayTests
{
    [Test]
    public void Random_batches_are_replayed_to_the_same_state()
    {
        Random random = Seed.Random();
        for (int run = 0; run < 5; run++)
        {
            var stream = new OperationStream(random, badShare: 0.1, settlesFundings: true);
            var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
            var replay = new BatchReplay(OperationStream.Parameters);
            for (int number = 1; number <= 6; number++)
            {
                SettlementBatch batch = BatchKit.Build(builder, stream, random.Next(1, 120));

                Assert.That(replay.Apply(batch), Is.Null);
                Assert.That(replay.State.StateRoot, Is.EqualTo(builder.State.StateRoot));
                Assert.That(replay.PreviousHash, Is.EqualTo(batch.Hash));
                Assert.That(batch.Header.Batch, Is.EqualTo((ulong)number));
                Assert.That(batch.Header.RootAfter, Is.EqualTo(builder.State.StateRoot));
            }

            AssertProvable(replay.State);
        }
    }

    [Test]
    public void A_batch_on_another_is_refused()
    {
        (SettlementBatch first, SettlementBatch second) = TwoBatches();

        Assert.That(BatchKit.NewReplay().Apply(second)!.Kind, Is.EqualTo(BatchFaultKind.Header));
        BatchReplay replay = BatchKit.NewReplay();
        Assert.That(replay.Apply(first), Is.Null);
        Assert.That(replay.Apply(first)!.Kind, Is.EqualTo(BatchFaultKind.Header));
        Assert.Throws<InvalidOperationException>(() => replay.Apply(second));
    }

    [Test]
    public void Chunks_missing_swapped_or_of_another_batch_are_found()
    {
        (SettlementBatch first, SettlementBatch second) = TwoBatches();
        BatchChunk[] chunks = [.. first.Chunks];
        SettlementBatch[] wrong =
        [
            SettlementBatch.Assemble(first.Header, chunks[1..]),
            SettlementBatch.Assemble(first.Header, chunks[..^1]),
            SettlementBatch.Assemble(first.Header, chunks.Reverse()),
            SettlementBatch.Assemble(first.Header, [second.Chunks[0], .. chunks[1..]]),
            SettlementBatch.Assemble(first.Header, [.. chunks, chunks[^1]]),
            SettlementBatch.Assemble(first.Header, []),
        ];

        foreach (SettlementBatch batch in wrong)
        {
            Assert.That(BatchKit.NewReplay().Apply(batch)!.Kind, Is.EqualTo(BatchFaultKind.Chunk));
        }
    }

    [Test]
    public void Items_left_out_added_or_swapped_are_found_though_all_hashes_fit()
    {
        SettlementBatch batch = BatchKit.Small();
        foreach (BatchSection section in new[]
        {
            BatchSection.Records, BatchSection.Touches, BatchSection.Pages, BatchSection.Inputs,
        })
        {
            byte[][] items = BatchKit.ItemsOf(batch, section);
            byte[][][] variants =
            [
                items[..^1],
                items[1..],
                [.. items, items[^1]],
                [.. items, new byte[items[^1].Length]],
                [.. items.Take(items.Length - 1), [.. items[^1], 0]],
                [.. items.Take(items.Length - 1), items[^1][..^1]],
                [.. items.Reverse()],
            ];
            foreach (byte[][] variant in variants.Where(v => !BatchKit.Same(v, items)))
            {
                SettlementBatch forged = BatchKit.WithSection(batch, section, variant);
                Assert.That(BatchKit.NewReplay().Apply(forged), Is.Not.Null, $"{section} {variant.Length}");
            }
        }
    }

    [Test]
    public void Checks_from_outside_are_asked_and_heard()
    {
        SettlementBatch batch = BatchKit.Small();
        var checks = new RefusingChecks();
        BatchFault? fault = new BatchReplay(OperationStream.Parameters, checks).Apply(batch);
        Assert.That(fault!.Kind, Is.EqualTo(BatchFaultKind.Inputs).Or.EqualTo(BatchFaultKind.Queue));
        Assert.That(fault.Message, Is.EqualTo("no"));
        Assert.That(checks.Asked, Is.EqualTo(1));

        checks.Answer = null;
        Assert.That(new BatchReplay(OperationStream.Parameters, checks).Apply(batch), Is.Null);
        Assert.That(checks.Asked, Is.GreaterThan(3));
    }

    private static (SettlementBatch First, SettlementBatch Second) TwoBatches()
    {
        var stream = new OperationStream(new Random(5), badShare: 0, settlesFundings: true);
        var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        return (BatchKit.Build(builder, stream, 60), BatchKit.Build(builder, stream, 60));
    }

    private static void AssertProvable(SettlementState state)
    {
        foreach (AccountState account in state.EnumerateAccounts())
        {
            AccountProof proof = state.ProveAccount(account.Number);
            Assert.That(proof.IsValid(), Is.True, $"account {account.Number}");
            Assert.That((proof with { Leaf = proof.Leaf with { Cash = proof.Leaf.Cash + 1 } }).IsValid(), Is.False);
        }

        Assert.That(state.ProveAccount(999_999).IsValid(), Is.True, "an account never written");
        Assert.That((state.ProveAccount(999_999) with { PagesElement = Hash32.Parse(new string('f', 64)) }).IsValid(),
            Is.False, "not a field element");
    }

    private sealed class RefusingChecks : IBatchChecks
    {
        public string? Answer { get; set; } = "no";

        public int Asked { get; private set; }

        public string? CheckRiskEpoch(in Operation epoch, ReadOnlyMemory<byte> inputs)
        {
            Asked++;
            return Answer;
        }

        public string? CheckQueueEntry(in Operation operation)
        {
            Asked++;
            return Answer;
        }
    }
}
