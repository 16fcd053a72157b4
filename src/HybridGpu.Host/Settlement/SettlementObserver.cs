using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;
using HybridGpu.Settlement.Batches;
using HybridGpu.Settlement.Risk;
using HybridGpu.Venue;

namespace HybridGpu.Host.Settlement;

/// <summary>The settlement ledger's place among those who follow the venue's events.</summary>
/// <remarks>It sees durable events only: what is committed to a chain can't be taken back. Sealed batches go back into
/// the venue as commands; that never waits, because the engine may be waiting for this observer.</remarks>
internal sealed class SettlementObserver(SettlementLedger ledger, RiskEpochInbox epochs)
    : IVenueObserver, IEpochObserver
{
    private CommandGate? _gate;
    private ulong _queueTaken;

    /// <inheritdoc/>
    public string Name => "settlement";

    /// <inheritdoc/>
    public bool NeedsDurableEvents => true;

    /// <summary>Entries of the chain's queue that the venue has taken. Any thread.</summary>
    public ulong QueueTaken => Volatile.Read(ref _queueTaken);

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
            Volatile.Write(ref _queueTaken, venueEvent.Account.Source.QueueEntry + 1UL);
        }

        if (Volatile.Read(ref _gate) is { } gate)
        {
            Announce(gate);
        }
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
