using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>The only way in: numbers and stamps a command and puts it on the inbound ring.</summary>
/// <remarks>
/// Thread: any. Cost: one copy of 192 bytes, plus the payload. Allocation: none (payloads come from a shared pool).
/// At the bound (ring full): <see cref="Publish"/> waits, so that a client's socket backs up;
/// <see cref="TryPublish"/> says no, for those who must not wait because the engine may be waiting for them.
/// </remarks>
public sealed class CommandGate
{
    private readonly RingBuffer<InboundSlot> _ring;
    private readonly IVenueClock _clock;
    private readonly ulong _firstSequence;

    internal CommandGate(RingBuffer<InboundSlot> ring, IVenueClock clock, ulong firstSequence)
    {
        _ring = ring;
        _clock = clock;
        _firstSequence = firstSequence;
    }

    /// <summary>Number of the last command that has entered.</summary>
    public ulong LastSequence => _firstSequence + (ulong)(_ring.Cursor + 1) - 1;

    /// <summary>The wall clock that commands are stamped with.</summary>
    public long WallNs => _clock.WallNs;

    /// <summary>Puts a command on the ring, waiting while it is full.</summary>
    /// <returns>The command's number in the journal.</returns>
    /// <exception cref="RingHaltedException">The venue has stopped.</exception>
    public ulong Publish(in Command command, ReadOnlySpan<byte> payload = default, RiskArrays? arrays = null)
    {
        long slot = _ring.Sequencer.Next();
        return Fill(slot, in command, payload, arrays);
    }

    /// <summary>Puts a command on the ring if there is room.</summary>
    public bool TryPublish(in Command command, ReadOnlySpan<byte> payload = default, RiskArrays? arrays = null)
    {
        if (!_ring.Sequencer.TryNext(out long slot))
        {
            return false;
        }

        Fill(slot, in command, payload, arrays);
        return true;
    }

    private ulong Fill(long slot, in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        ulong sequence = _firstSequence + (ulong)slot;
        // From here to Publish nothing may throw: a claimed slot that is never published stops the venue.
        ref InboundSlot target = ref _ring[slot];
        target.Fill(in command, payload, arrays);
        target.Command.Header.Sequence = sequence;
        target.Command.Header.SequencedNs = _clock.WallNs;
        target.Command.Header.MarketNs = _clock.MarketNs;
        _ring.Sequencer.Publish(slot);
        return sequence;
    }
}
