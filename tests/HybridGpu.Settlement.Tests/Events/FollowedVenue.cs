using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Events;
using HybridGpu.Settlement.Risk;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Tests.Events;

/// <summary>An engine that lives through random commands, and settlement that follows its events.</summary>
/// <remarks>The engine's kit opens accounts without owners and credits them from the venue's own book: here they get
/// owners, and all credits and requests come through one queue.</remarks>
internal sealed class FollowedVenue
{
    private const ulong Chain = 31337;

    private readonly TestVenue _venue;
    private readonly Action _step;
    private readonly RiskEpochInbox _epochs = new(capacity: 8);
    private readonly EventTranslator _translator;
    private readonly int _batchRecords;
    private int _seen;
    private uint _queueEntries;

    public FollowedVenue(int seed, int batchRecords)
        : this(new RandomVenue(seed, new EngineOptions(), spares: 5), batchRecords)
    {
    }

    private FollowedVenue(RandomVenue random, int batchRecords)
        : this(random.Venue, random.Step, random.Accounts, batchRecords)
    {
    }

    private FollowedVenue(TestVenue venue, Action step, IReadOnlyList<AccountId> accounts, int batchRecords)
    {
        _venue = venue;
        _step = step;
        Accounts = accounts;
        _batchRecords = batchRecords;
        FeeSchedule fees = FeeSchedule.Default;
        Parameters = new SettlementParameters(
            (ulong)fees.OptionTakerNano, (ulong)fees.OptionMakerNano, (ulong)fees.LinearTakerNano,
            (ulong)fees.LinearMakerNano);
        Builder = new BatchBuilder(new SettlementState(Parameters));
        _translator = new EventTranslator(Builder, _epochs);
    }

    /// <summary>One whose instruments come and go: index, funding, averages, delistings.</summary>
    public static FollowedVenue OfLifecycle(int seed, int batchRecords)
    {
        var random = new RandomLifecycle(seed);
        return new FollowedVenue(random.Venue, random.Step, random.Accounts, batchRecords);
    }

    public SettlementParameters Parameters { get; }

    public BatchBuilder Builder { get; }

    public VenueEngine Engine => _venue.Engine;

    public List<SettlementBatch> Batches { get; } = [];

    /// <summary>All events, as settlement was told of them.</summary>
    public List<VenueEvent> Told { get; } = [];

    public IReadOnlyList<AccountId> Accounts { get; }

    public int SkippedAccounts => _translator.SkippedAccounts;

    public void Step() => _step();

    /// <summary>Lets settlement catch up with the engine.</summary>
    public void Follow()
    {
        EventLog log = _venue.Events;
        for (; _seen < log.Count; _seen++)
        {
            VenueEvent venueEvent = AsIfFromAChain(log[_seen]);
            Told.Add(venueEvent);
            if (venueEvent.Header.Kind == EventKind.RiskEpochApplied)
            {
                _epochs.Add(EpochOf(venueEvent.RiskEpoch.Epoch));
            }

            _translator.Accept(in venueEvent);
            while (!_translator.Advance())
            {
                Batches.Add(Builder.Seal());
            }

            if (Builder.RecordCount >= _batchRecords)
            {
                Batches.Add(Builder.Seal());
            }
        }

        Assert.That(_translator.IsIdle, Is.True);
    }

    private VenueEvent AsIfFromAChain(VenueEvent venueEvent)
    {
        switch (venueEvent.Header.Kind)
        {
            case EventKind.AccountOpened when !venueEvent.OpenAccount.Account.IsReserved:
                venueEvent.OpenAccount.Owner0 = 0x1122334455667788;
                venueEvent.OpenAccount.Owner2 = venueEvent.OpenAccount.Account.Value;
                break;
            case EventKind.Deposited or EventKind.Withdrawn or EventKind.QueueEntryRefused:
                venueEvent.Account.Source.ChainId = Chain;
                venueEvent.Account.Source.QueueEntry = _queueEntries++;
                break;
            default:
                break;
        }

        return venueEvent;
    }

    /// <summary>A risk epoch's arrays as the engine had them.</summary>
    public RiskEpochData EpochOf(ulong number)
    {
        (InstrumentId Id, RiskRow Row)[] rows =
            [.. _venue.Epochs[number].OrderBy(row => row.Key.Value).Select(row => (row.Key, row.Value))];
        var arrays = new RiskArrays(rows.Length, instrumentCapacity: 4_096);
        for (int i = 0; i < rows.Length; i++)
        {
            arrays.Buffers.Instruments[i] = rows[i].Id;
            arrays.Buffers.Marks[i] = rows[i].Row.MarkMicros;
            rows[i].Row.Cells.CopyTo(arrays.Buffers.Cells, i * ScenarioColumns.Count);
        }

        arrays.Seal(number, rows.Length);
        return new RiskEpochData(arrays, BitConverter.GetBytes(number));
    }
}
