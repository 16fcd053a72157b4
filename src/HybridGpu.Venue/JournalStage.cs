using System;
using HybridGpu.Persistence;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>The journal's place on the inbound ring: a frame a batch, one fdatasync a frame, then the gate
/// opens.</summary>
/// <remarks>A journal that can't write throws, which halts the venue: nothing may be promised that isn't
/// kept.</remarks>
internal sealed class JournalStage : IEventHandler<InboundSlot>, ILifecycleAware
{
    private readonly JournalWriter _journal;
    private readonly DurabilityGate _gate;
    private readonly bool _isAsync;

    public JournalStage(JournalWriter journal, DurabilityGate gate, Durability durability)
    {
        _journal = journal;
        _gate = gate;
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
            _gate.Open(_isAsync ? _journal.WrittenSequence : _journal.DurableSequence);
        }
    }

    /// <inheritdoc/>
    public void OnShutdown() => _gate.Close();
}
