using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Tests.Support;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Batches;

/// <summary>Batches for tests, and forgeries of them whose hashes all fit.</summary>
internal static class BatchKit
{
    public static BatchReplay NewReplay() => new(OperationStream.Parameters);

    /// <summary>A batch of so many accepted operations.</summary>
    public static SettlementBatch Build(BatchBuilder builder, OperationStream stream, int records)
    {
        ulong ordinal = builder.NextBatch * 100_000;
        while (builder.RecordCount < records)
        {
            Operation operation = stream.Next(builder.State);
            byte[] inputs = operation.Kind == OperationKind.RiskEpoch ? OperationStream.Inputs : [];
            builder.Add(in operation, ++ordinal, inputs);
        }

        return builder.Seal();
    }

    /// <summary>The first batch of a venue: every kind of operation, two pages an account.</summary>
    public static SettlementBatch Small()
    {
        var builder = new BatchBuilder(new SettlementState(OperationStream.Parameters));
        ulong ordinal = 0;
        foreach (Operation operation in SmallOperations())
        {
            byte[] inputs = operation.Kind == OperationKind.RiskEpoch ? OperationStream.Inputs : [];
            TransitionError error = builder.Add(in operation, ++ordinal, inputs);
            Assert.That(error, Is.EqualTo(TransitionError.None), $"{operation}");
        }

        return builder.Seal();
    }

    public static byte[][] ItemsOf(SettlementBatch batch, BatchSection section) =>
        [.. batch.Chunks.Where(chunk => chunk.Section == section).SelectMany(chunk => chunk.Items)
            .Select(item => item.ToArray())];

    public static bool Same(byte[][] left, byte[][] right) =>
        left.Length == right.Length && left.Zip(right).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>The batch with other items in a section; counts and hashes in the header follow.</summary>
    public static SettlementBatch WithSection(SettlementBatch batch, BatchSection section, byte[][] items)
    {
        List<BatchChunk> chunks = [];
        foreach (BatchSection each in Enum.GetValues<BatchSection>().Where(each => each != BatchSection.None))
        {
            chunks.AddRange(BatchChunk.Split(each, each == section ? items : ItemsOf(batch, each)));
        }

        uint count = (uint)items.Length;
        BatchHeader header = batch.Header with
        {
            RecordCount = section == BatchSection.Records ? count : batch.Header.RecordCount,
            TouchCount = section == BatchSection.Touches ? count : batch.Header.TouchCount,
            PageCount = section == BatchSection.Pages ? count : batch.Header.PageCount,
            InputCount = section == BatchSection.Inputs ? count : batch.Header.InputCount,
            ChunkCount = (uint)chunks.Count,
            ChunksHash = SettlementBatch.ChunksHashOf(chunks),
        };
        return SettlementBatch.Assemble(header, chunks);
    }

    private static IEnumerable<Operation> SmallOperations()
    {
        var clock = new Operation { Kind = OperationKind.Clock, SequencedNs = 100, MarketNs = 50 };
        yield return clock;
        foreach (uint account in new uint[] { 16, 17, 40 })
        {
            yield return new Operation
            {
                Kind = OperationKind.OpenAccount,
                Account = account,
                Owner = new Ethereum.Values.Address([.. Enumerable.Repeat((byte)account, 20)]),
            };
            yield return new Operation
            {
                Kind = OperationKind.Deposit,
                Account = account,
                Amount = 1_000_000_000,
                QueueIndex = account < 40 ? account - 16 : 2,
            };
        }

        foreach (uint instrument in new uint[] { 3, 20 })
        {
            yield return clock with
            {
                Kind = OperationKind.ListInstrument,
                Terms = new InstrumentTerms
                {
                    Instrument = instrument,
                    Underlying = 1,
                    Payoff = 4,
                    Strike = 70_000_000_001,
                    ExpiryNs = 1_000,
                    TickSize = 100_000,
                    LotSize = 1_010,
                },
            };
        }

        yield return clock with
        {
            Kind = OperationKind.RiskEpoch,
            Epoch = 5,
            InputsMarketNs = 40,
            InputsHash = Ethereum.Hashing.Keccak256.Hash(OperationStream.Inputs),
            RiskRoot = Ethereum.Hashing.Keccak256.Hash([9]),
        };
        yield return Trade(3, 16, 17, 0, 4);
        yield return Trade(20, 17, 40, 0, 1);
        yield return Trade(3, 16, 40, 0, 0);
        yield return Trade(3, 40, 40, 0, 0);
        yield return new Operation { Kind = OperationKind.Sweep, Account = 17 };
        yield return new Operation { Kind = OperationKind.Withdraw, Account = 16, Amount = 5_000, QueueIndex = 3 };
        yield return clock with { Kind = OperationKind.QueueAdvance, QueueIndex = 4 };
        yield return clock with
        {
            Kind = OperationKind.ExpiryFixing,
            Instrument = 3,
            MarketNs = 1_000,
            Settlement = 60_000_000_000,
        };
        yield return new Operation { Kind = OperationKind.SettleExpiry, Account = 16, Instrument = 3, Page = 0 };
        yield return new Operation { Kind = OperationKind.SettleExpiry, Account = 17, Instrument = 3, Page = 4 };
    }

    private static Operation Trade(uint instrument, uint maker, uint taker, byte makerPage, byte takerPage) => new()
    {
        Kind = OperationKind.Trade,
        Instrument = instrument,
        TakerSide = 1,
        PriceTicks = 1_001,
        Lots = 7,
        Maker = maker,
        Taker = taker,
        MakerPage = makerPage,
        TakerPage = takerPage,
        MakerOrder = Operation.NoOrder,
        TakerOrder = Operation.NoOrder,
    };
}
