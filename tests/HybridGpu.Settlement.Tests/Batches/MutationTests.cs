using HybridGpu.Settlement.Batches;

namespace HybridGpu.Settlement.Tests.Batches;

/// <summary>An operator who changes one byte and then makes every hash above it fit.</summary>
[TestFixture]
internal sealed class MutationTests
{
    private static readonly BatchSection[] Sections =
        [BatchSection.Records, BatchSection.Touches, BatchSection.Pages, BatchSection.Inputs];

    [TestCaseSource(nameof(Sections))]
    public void Every_changed_byte_of_an_item_is_found(BatchSection section)
    {
        SettlementBatch batch = BatchKit.Small();
        byte[][] items = BatchKit.ItemsOf(batch, section);
        Assert.That(BatchKit.NewReplay().Apply(BatchKit.WithSection(batch, section, items)), Is.Null);
        int mutated = 0;
        for (int item = 0; item < items.Length; item++)
        {
            for (int offset = 0; offset < items[item].Length; offset++)
            {
                if (section == BatchSection.Records && IsOnlyKnownOutside(items[item], offset))
                {
                    continue;
                }

                byte[] original = items[item];
                items[item] = [.. original];
                items[item][offset] ^= (byte)(1 << (offset % 8));
                SettlementBatch forged = BatchKit.WithSection(batch, section, items);
                items[item] = original;
                mutated++;
                Assert.That(BatchKit.NewReplay().Apply(forged), Is.Not.Null, $"{section} {item}, byte {offset}");
            }
        }

        TestContext.Out.WriteLine($"{mutated} bytes of {section} changed");
        Assert.That(mutated, Is.GreaterThan(0));
    }

    [Test]
    public void Every_changed_byte_of_the_header_is_found()
    {
        SettlementBatch batch = BatchKit.Small();
        byte[] header = batch.Header.Encode();
        for (int offset = 0; offset < header.Length; offset++)
        {
            byte[] changed = [.. header];
            changed[offset] ^= (byte)(1 << (offset % 8));
            var forged = SettlementBatch.Assemble(BatchHeader.Decode(changed), batch.Chunks);
            bool isOrdinal = offset is >= 165 and < 181;
            if (isOrdinal)
            {
                // The chain doesn't know the venue's ordinals; only their order is checked.
                continue;
            }

            Assert.That(BatchKit.NewReplay().Apply(forged), Is.Not.Null, $"byte {offset}");
        }
    }

    [Test]
    public void Ordinals_of_events_only_go_forwards()
    {
        SettlementBatch batch = BatchKit.Small();
        BatchHeader back = batch.Header with { FirstEvent = batch.Header.LastEvent + 1 };

        Assert.That(BatchKit.NewReplay().Apply(SettlementBatch.Assemble(back, batch.Chunks)), Is.Not.Null);
    }

    /// <summary>What the batch alone can't contradict: a risk epoch's market time and kernel hash, which
    /// <see cref="IBatchChecks"/> judges, and the side, lots' share of rounding and pages of a trade with
    /// oneself.</summary>
    private static bool IsOnlyKnownOutside(byte[] record, int offset)
    {
        const byte riskEpoch = 17;
        const byte trade = 4;
        bool isEpochsOutside = record[0] == riskEpoch && offset is >= 25 and < 65;
        bool isTradeWithOneself = record[0] == trade && record.AsSpan(22, 4).SequenceEqual(record.AsSpan(26, 4));
        return isEpochsOutside || (isTradeWithOneself && offset is 5 or 30 or 31);
    }
}
