using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Batches;

[TestFixture]
internal sealed class StoredBatchTests
{
    [Test]
    public void A_stored_batch_is_the_same_batch()
    {
        SettlementBatch batch = BatchKit.Small();

        SettlementBatch read = SettlementBatch.ReadFrom(new MemoryStream(Stored(batch)));

        Assert.That(read.Hash, Is.EqualTo(batch.Hash));
        Assert.That(read.Header, Is.EqualTo(batch.Header));
        Assert.That(read.Chunks.Select(chunk => chunk.Digest), Is.EqualTo(batch.Chunks.Select(chunk => chunk.Digest)));
        Assert.That(BatchKit.NewReplay().Apply(read), Is.Null);
    }

    [Test]
    public void Two_batches_in_one_stream_are_read_one_after_the_other()
    {
        byte[] stored = Stored(BatchKit.Small());
        var stream = new MemoryStream([.. stored, .. stored]);

        Assert.That(SettlementBatch.ReadFrom(stream).Hash, Is.EqualTo(SettlementBatch.ReadFrom(stream).Hash));
        Assert.Throws<InvalidDataException>(() => SettlementBatch.ReadFrom(stream));
    }

    [Test]
    public void Every_damaged_byte_and_every_cut_is_refused()
    {
        byte[] stored = Stored(BatchKit.Small());
        for (int i = 0; i < stored.Length; i++)
        {
            stored[i] ^= 0x40;
            Assert.Throws<InvalidDataException>(() => SettlementBatch.ReadFrom(new MemoryStream(stored)), $"byte {i}");
            stored[i] ^= 0x40;
        }

        for (int length = 0; length < stored.Length; length += 7)
        {
            var cut = new MemoryStream(stored[..length]);
            Assert.Throws<InvalidDataException>(() => SettlementBatch.ReadFrom(cut), $"length {length}");
        }
    }

    [Test]
    public void A_chunk_whose_framing_does_not_end_with_it_is_refused()
    {
        byte[][] wrong = [[], [0], [0, 0], [0, 0, 1], [0, 0, 1, 7, 0], [0xFF, 0xFF, 0xFF, 1]];
        foreach (byte[] data in wrong)
        {
            Assert.That(
                BatchChunk.TryCreate(BatchSection.Records, 0, data, out _, out string? error), Is.False,
                Convert.ToHexString(data));
            Assert.That(error, Is.Not.Empty);
        }

        Assert.That(BatchChunk.TryCreate((BatchSection)6, 0, new byte[] { 0, 0, 0 }, out _, out _), Is.False);
        Assert.That(BatchChunk.TryCreate(BatchSection.Inputs, 0, new byte[] { 0, 0, 0 }, out _, out _), Is.True);
        byte[] tooLong = new byte[BatchLimits.ChunkBytesMax + 3];
        Assert.That(BatchChunk.TryCreate(BatchSection.Inputs, 0, tooLong, out _, out _), Is.False);
    }

    [Test]
    public void Items_are_split_at_the_chunks_bound_and_numbered_on()
    {
        byte[][] items = [new byte[60_000], new byte[59_994], new byte[119_997], [1], [2]];

        IReadOnlyList<BatchChunk> chunks = BatchChunk.Split(BatchSection.Inputs, items);

        Assert.That(chunks.Select(chunk => (chunk.FirstItem, chunk.ItemCount)),
            Is.EqualTo(new[] { (0u, 2u), (2u, 1u), (3u, 2u) }));
        Assert.Throws<ArgumentException>(() => BatchChunk.Split(BatchSection.Inputs, [new byte[119_998]]));
    }

    [Test]
    public void A_batch_is_full_at_its_last_record_and_takes_no_other()
    {
        var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        var clock = new Operation { Kind = OperationKind.Clock };
        for (int i = 0; i < BatchLimits.RecordsMax; i++)
        {
            Assert.That(builder.IsFull, Is.False);
            builder.Add(in clock, 1);
        }

        Assert.That(builder.IsFull, Is.True);
        Assert.Throws<InvalidOperationException>(() => builder.Add(in clock, 1));
        SettlementBatch batch = builder.Seal();
        Assert.That(BatchKit.NewReplay().Apply(batch), Is.Null);
        Assert.That(builder.IsFull, Is.False);
        Assert.Throws<InvalidOperationException>(() => builder.Seal());
    }

    [Test]
    public void A_batch_of_large_inputs_is_full_by_its_bytes()
    {
        var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        byte[] inputs = new byte[BatchLimits.ItemBytesMax];
        ulong epoch = 0;
        while (!builder.IsFull)
        {
            var operation = new Operation
            {
                Kind = OperationKind.RiskEpoch,
                Epoch = ++epoch,
                InputsHash = Ethereum.Hashing.Keccak256.Hash(inputs),
            };
            builder.Add(in operation, epoch, inputs);
        }

        SettlementBatch batch = builder.Seal();

        Assert.That(epoch, Is.EqualTo(20));
        Assert.That(batch.Chunks, Has.Count.EqualTo(22));
        Assert.That(BatchKit.NewReplay().Apply(batch), Is.Null);
    }

    [Test]
    public void Inputs_that_are_not_the_epochs_are_a_bug()
    {
        var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        var epoch = new Operation { Kind = OperationKind.RiskEpoch, Epoch = 1 };
        var clock = new Operation { Kind = OperationKind.Clock };

        Assert.Throws<ArgumentException>(() => builder.Add(in epoch, 1, new byte[1]));
        Assert.Throws<ArgumentException>(() => builder.Add(in clock, 1, new byte[1]));
        Assert.That(builder.RecordCount, Is.Zero);
    }

    private static byte[] Stored(SettlementBatch batch)
    {
        var stream = new MemoryStream();
        batch.WriteTo(stream);
        return stream.ToArray();
    }
}
