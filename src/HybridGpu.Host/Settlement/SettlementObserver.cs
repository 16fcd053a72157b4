using System.Collections.Concurrent;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Risk;
using HybridGpu.Venue;

namespace HybridGpu.Host.Settlement;

/// <summary>The settlement ledger's place among those who follow the venue's events.</summary>
/// <remarks>It sees durable events only: what is committed to a chain can't be taken back. Sealed batches go back into
/// the venue as commands; that never waits, because the engine may be waiting for this observer.</remarks>
internal sealed class SettlementObserver(SettlementLedger ledger, RiskEpochInbox epochs)
    : IVenueObserver, IEpochObserver
{
    private const int EntriesRememberedMax = 65_536;

    private readonly ConcurrentDictionary<ulong, QueueContent> _entries = new();
    private CommandGate? _gate;
    private ulong _queueTaken;

    /// <inheritdoc/>
    public string Name => "settlement";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <inheritdoc/>
    public bool IsIrrevocable => true;

    /// <summary>Entries of the chain's queue that the venue has taken. Any thread.</summary>
    public ulong QueueTaken => Volatile.Read(ref _queueTaken);

    /// <summary>What an entry said that the venue has taken; null when it is not among the last 65,536. Any
    /// thread.</summary>
    public QueueContent? KnownEntry(ulong index) =>
        _entries.TryGetValue(index, out QueueContent known) ? known : null;

    /// <summary>From now on sealed batches are recorded through the gate.</summary>
    public void GoLive(CommandGate gate) => Volatile.Write(ref _gate, gate);

    /// <inheritdoc/>
    public void OnEpoch(in RiskEpoch epoch, ReadOnlySpan<byte> inputs, RiskArrays arrays) =>
        epochs.Add(new RiskEpochData(arrays, inputs));

    /// <inheritdoc/>
    public void OnEvent(in VenueEvent venueEvent, bool isReplay, bool endOfBatch)
    {
        try
        {
            ledger.OnEvent(in venueEvent);
        }
        catch
        {
            // The venue stops on it; the engine must not wait for a reader that is gone.
            epochs.Close();
            throw;
        }

        if (venueEvent.Header.Kind is EventKind.Deposited or EventKind.Withdrawn or EventKind.QueueEntryRefused
            && venueEvent.Account.Source.ChainId != 0)
        {
            Remember(in venueEvent.Account.Source);
        }

        if (Volatile.Read(ref _gate) is { } gate)
        {
            Announce(gate);
        }
    }

    private void Remember(in ChainEvent source)
    {
        _entries[source.QueueEntry] = new QueueContent(
            (QueueEntryKind)source.Kind, source.Account.Value, (ulong)source.AmountMicros);
        if (source.QueueEntry >= EntriesRememberedMax)
        {
            _entries.TryRemove(source.QueueEntry - EntriesRememberedMax, out _);
        }

        Volatile.Write(ref _queueTaken, source.QueueEntry + 1UL);
    }

    private void Announce(CommandGate gate)
    {
        while (ledger.TryPeekUnannounced(out BatchSealed batch))
        {
            Command command = Command.Of(CommandKind.BatchSealed);
            command.BatchSealed = batch;
            if (!gate.TryPublish(in command))
            {
                // The ring is full: at the next event again.
                return;
            }

            ledger.Announced();
        }
    }
}
