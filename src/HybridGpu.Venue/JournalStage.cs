using System;
using HybridGpu.Persistence;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>The journal's place on the inbound ring: a frame a batch, then the gates open. With sync durability there
/// is one gate, behind an fdatasync a batch; with async the first opens once the batch is with the operating system, and
/// the second follows the housekeeper's fdatasync.</summary>
/// <remarks>A journal that can't write throws, which halts the venue: nothing may be promised that isn't
/// kept.</remarks>
internal sealed class JournalStage : IEventHandler<InboundSlot>, ILifecycleAware
{
    private readonly JournalWriter _journal;
    private readonly DurabilityGate _released;
    private readonly DurabilityGate _durable;
    private readonly bool _isAsync;

    /// <param name="journal">Writes.</param>
    /// <param name="released">Opens when reports may leave.</param>
    /// <param name="durable">Opens when a power cut can't take it back; the same one with sync durability.</param>
    /// <param name="durability">Which.</param>
    public JournalStage(
        JournalWriter journal, DurabilityGate released, DurabilityGate durable, Durability durability)
    {
        _journal = journal;
        _released = released;
        _durable = durable;
        _isAsync = durability == Durability.Async;
    }

    /// <inheritdoc/>
    public void OnStart()
    {
    }

    /// <inheritdoc/>
    public void OnEvent(ref InboundSlot data, long sequence, bool endOfBatch)
    {
        if (_journal.Append(in data.Command, data.Payload) != JournalStatus.Ok)
        {
            throw new InvalidOperationException(
                $"The disk is full down to the last reserve: command {data.Command.Header.Sequence} can't be "
                + "journaled. Free space and restart; everything acknowledged is safe.");
        }

        data.Release();
        if (endOfBatch)
        {
            _journal.Commit();
            _durable.Open(_journal.DurableSequence);
            if (_isAsync)
            {
                _released.Open(_journal.WrittenSequence);
            }
        }
    }

    /// <inheritdoc/>
    public void OnShutdown()
    {
        try
        {
            if (_isAsync && _journal.Status != JournalStatus.Failed)
            {
                _journal.Flush();
                _durable.Open(_journal.DurableSequence);
            }
        }
        catch (JournalFailedException)
        {
            // The writer's status says it from now on, and closing the journal reports it.
        }
        finally
        {
            _released.Close();
            _durable.Close();
        }
    }
}
