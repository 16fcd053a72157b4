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

    private readonly RandomVenue _venue;
    private readonly RiskEpochInbox _epochs = new(capacity: 8);
    private readonly EventTranslator _translator;
    private readonly int _batchRecords;
    private int _seen;
    private uint _queueEntries;

    public FollowedVenue(int seed, int batchRecords)
    {
        _venue = new RandomVenue(seed, new EngineOptions(), spares: 5);
        _batchRecords = batchRecords;
        FeeSchedule fees = FeeSchedule.Default;
        Parameters = new SettlementParameters(
            (ulong)fees.OptionTakerNano, (ulong)fees.OptionMakerNano, (ulong)fees.LinearTakerNano,
            (ulong)fees.LinearMakerNano);
        Builder = new BatchBuilder(new SettlementState(Parameters));
        _translator = new EventTranslator(Builder, _epochs);
    }

    public SettlementParameters Parameters { get; }

    public BatchBuilder Builder { get; }

    public VenueEngine Engine => _venue.Venue.Engine;

    public List<SettlementBatch> Batches { get; } = [];

    /// <summary>All events, as settlement was told of them.</summary>
    public List<VenueEvent> Told { get; } = [];

    public IReadOnlyList<AccountId> Accounts => _venue.Accounts;

    public int SkippedAccounts => _translator.SkippedAccounts;

    public void Step() => _venue.Step();

    /// <summary>Lets settlement catch up with the engine.</summary>
    public void Follow()
    {
        EventLog log = _venue.Venue.Events;
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
            [.. _venue.Venue.Epochs[number].OrderBy(row => row.Key.Value).Select(row => (row.Key, row.Value))];
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
