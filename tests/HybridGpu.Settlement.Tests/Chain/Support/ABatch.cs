using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Tests.Chain.Support;

/// <summary>A venue's batches of random operations, made on demand and kept in memory.</summary>
internal sealed class ABatch : IBatchSource
{
    public static readonly SettlementParameters Parameters = new(10_000_000, 0, 500_000, 0);

    public const int Accounts = 24;
    public const int Instruments = 40;

    private readonly Random _random;
    private readonly List<SettlementBatch> _batches = [];
    private readonly ulong _startNs;
    private ulong _event;

    public ABatch(Random random, Func<uint, Address>? ownerOf = null)
    {
        _random = random;
        _startNs = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        Builder = new BatchBuilder(new SettlementState(Parameters));
        for (uint i = 0; i < Accounts; i++)
        {
            Add(new Operation
            {
                Kind = OperationKind.OpenAccount,
                Account = 16 + i,
                Owner = ownerOf?.Invoke(16 + i) ?? RandomOwner(),
            });
        }

        for (uint i = 0; i < Instruments; i++)
        {
            Add(new Operation
            {
                Kind = OperationKind.ListInstrument,
                SequencedNs = _startNs,
                MarketNs = _startNs,
                Terms = new InstrumentTerms
                {
                    Instrument = i,
                    Payoff = InstrumentTerms.Perpetual,
                    ExpiryNs = InstrumentTerms.EndlessNs,
                    TickSize = 1_000_000,
                    LotSize = 10_000,
                },
            });
        }
    }

    public BatchBuilder Builder { get; }

    public ulong LastBatch => (ulong)_batches.Count;

    public SettlementBatch Last => _batches[^1];

    public ValueTask<SettlementBatch> GetAsync(ulong number, CancellationToken cancellation) =>
        ValueTask.FromResult(_batches[(int)number - 1]);

    public void Add(Operation operation)
    {
        TransitionError error = Builder.Add(operation, ++_event);
        Assert.That(error, Is.EqualTo(TransitionError.None), $"{operation}");
    }

    /// <summary>Adds random trades until the batch has so many records, and seals it.</summary>
    public SettlementBatch Seal(int records)
    {
        while (Builder.RecordCount < records && !Builder.IsFull)
        {
            AddTrade();
        }

        return Seal();
    }

    public SettlementBatch Seal()
    {
        SettlementBatch batch = Builder.Seal();
        _batches.Add(batch);
        return batch;
    }

    private void AddTrade()
    {
        uint instrument = (uint)_random.Next(Instruments);
        uint maker = 16 + (uint)_random.Next(Accounts);
        byte page = (byte)(instrument / 16);
        Add(new Operation
        {
            Kind = OperationKind.Trade,
            Instrument = instrument,
            TakerSide = (byte)_random.Next(1, 3),
            PriceTicks = (ulong)_random.Next(1, 100_000),
            Lots = (ulong)_random.Next(1, 100),
            Maker = maker,
            Taker = 16 + ((maker - 16 + (uint)_random.Next(1, Accounts)) % Accounts),
            MakerPage = page,
            TakerPage = page,
            MakerOrder = Operation.NoOrder,
            TakerOrder = Operation.NoOrder,
        });
    }

    private Address RandomOwner()
    {
        byte[] bytes = new byte[Address.Size];
        _random.NextBytes(bytes);
        bytes[0] |= 1;
        return new Address(bytes);
    }
}
