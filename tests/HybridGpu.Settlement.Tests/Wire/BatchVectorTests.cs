using System.Globalization;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Hashing;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;
using static HybridGpu.Settlement.Tests.Support.WireDocument;

namespace HybridGpu.Settlement.Tests.Wire;

/// <summary>Section 13 of docs/wire.md.</summary>
[TestFixture]
internal sealed class BatchVectorTests
{
    [Test]
    public void A_record_is_as_written_and_reads_back()
    {
        WireFields fields = new("Record");
        var record = new BatchRecord
        {
            Operation = StateVectorTests.OperationOf(nameof(OperationKind.Trade)),
            SystemLink = (ushort)fields.Number("systemLink"),
            FirstLink = (ushort)fields.Number("makerLink"),
            SecondLink = (ushort)fields.Number("takerLink"),
            LeavesHash = fields.Word("leavesHash"),
        };
        byte[] expected = Hex("Record");

        Assert.That(record.Encode(), Is.EqualTo(expected));
        Assert.That(BatchRecord.TryDecode(expected, out BatchRecord read), Is.True);
        Assert.That(read, Is.EqualTo(record));
        var written = new WrittenLeaves
        {
            Count = 2,
            FirstHash = Keccak248.Hash("maker"u8),
            SecondHash = Keccak248.Hash("taker"u8),
        };
        Assert.That(written.Hash(), Is.EqualTo(record.LeavesHash));
    }

    [Test]
    public void A_list_and_a_chunk_hash_as_written()
    {
        WireFields fields = new("ListRoot");
        byte[][] items = [.. fields.Text("lengths").Split(", ").Select(
            length => Enumerable.Range(0, int.Parse(length, CultureInfo.InvariantCulture))
                .Select(i => (byte)i).ToArray())];
        byte[] framed = [.. items.SelectMany(
            item => (byte[])[0, (byte)(item.Length >> 8), (byte)item.Length, .. item])];
        var chunk = BatchChunk.Create(
            (BatchSection)fields.Number("section"), (uint)fields.Number("firstItem"), framed);

        Assert.That(ListTree.RootOf(items).ToArray(), Is.EqualTo(Hex("ListRoot")));
        Assert.That(chunk.ItemCount, Is.EqualTo(items.Length));
        Assert.That(chunk.Root.ToArray(), Is.EqualTo(Hex("ChunkRoot")));
        Assert.That(chunk.Digest.ToArray(), Is.EqualTo(Hex("ChunkDigest")));
    }

    [Test]
    public void A_touch_entry_is_as_written_and_reads_back()
    {
        WireFields fields = new("TouchEntry");
        var entry = new TouchEntry(
            (uint)fields.Number("account"), (ushort)fields.Number("first"), (ushort)fields.Number("last"),
            fields.Word("before"), fields.Word("after"), fields.Word("root"));

        Assert.That(entry.Encode(), Is.EqualTo(Hex("TouchEntry")));
        Assert.That(TouchEntry.TryDecode(Hex("TouchEntry"), out TouchEntry read), Is.True);
        Assert.That(read, Is.EqualTo(entry));
    }

    [Test]
    public void A_page_update_is_as_written_and_reads_back()
    {
        WireFields fields = new("PageUpdate");
        var update = new PageUpdate(
            (uint)fields.Number("account"), (byte)fields.Number("page"), fields.Word("pagesElement"));

        Assert.That(update.Encode(), Is.EqualTo(Hex("PageUpdate")));
        Assert.That(PageUpdate.TryDecode(Hex("PageUpdate"), out PageUpdate read), Is.True);
        Assert.That(read, Is.EqualTo(update));
    }

    [Test]
    public void A_header_is_as_written_and_reads_back()
    {
        WireFields fields = new("BatchHeader");
        BatchHeader header = Header(fields);

        Assert.That(header.Encode(), Is.EqualTo(Hex("BatchHeader")));
        Assert.That(header.Hash.ToArray(), Is.EqualTo(Hex("BatchHash")));
        Assert.That(BatchHeader.Decode(Hex("BatchHeader")), Is.EqualTo(header));
        Assert.Throws<FormatException>(() => BatchHeader.Decode(new byte[BatchHeader.Size + 1]));
    }

    private static BatchHeader Header(WireFields fields) => new()
    {
        Version = (byte)fields.Number("version"),
        Batch = fields.Number("batch"),
        PreviousHash = fields.Word("previousHash"),
        RootBefore = fields.Word("rootBefore"),
        RootAfter = fields.Word("rootAfter"),
        RecordCount = (uint)fields.Number("recordCount"),
        TouchCount = (uint)fields.Number("touchCount"),
        PageCount = (uint)fields.Number("pageCount"),
        OrderCount = (uint)fields.Number("orderCount"),
        InputCount = (uint)fields.Number("inputCount"),
        QueueStart = fields.Number("queueStart"),
        QueueEnd = fields.Number("queueEnd"),
        FirstEpoch = fields.Number("firstEpoch"),
        LastEpoch = fields.Number("lastEpoch"),
        SequencedNs = fields.Number("sequencedNs"),
        FirstEvent = fields.Number("firstEvent"),
        LastEvent = fields.Number("lastEvent"),
        ChunkCount = (uint)fields.Number("chunkCount"),
        RiskElement = fields.Word("riskElement"),
        ChunksHash = fields.Word("chunksHash"),
    };
}
