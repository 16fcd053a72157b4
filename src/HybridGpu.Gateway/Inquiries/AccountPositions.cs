using System.Collections.Generic;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;

namespace HybridGpu.Gateway.Inquiries;

/// <summary>An account's positions in lots, kept from events.</summary>
/// <remarks>Thread: the egress writes, sessions read; a lock that is only ever held for a copy. Memory: one entry for
/// each open position, which the engine bounds.</remarks>
internal sealed class AccountPositions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InstrumentId, long> _lots = [];

    /// <summary>Follows one side of a trade.</summary>
    public void Apply(InstrumentId instrument, long signedLots)
    {
        lock (_lock)
        {
            long lots = _lots.GetValueOrDefault(instrument) + signedLots;
            if (lots == 0)
            {
                _lots.Remove(instrument);
            }
            else
            {
                _lots[instrument] = lots;
            }
        }
    }

    /// <summary>Follows a settlement.</summary>
    public void Apply(in PositionSettled settled)
    {
        lock (_lock)
        {
            _lots.Remove(settled.Instrument);
        }
    }

    /// <summary>A copy, by instrument.</summary>
    public List<(InstrumentId Instrument, long Lots)> Copy()
    {
        var copy = new List<(InstrumentId Instrument, long Lots)>();
        lock (_lock)
        {
            foreach ((InstrumentId instrument, long lots) in _lots)
            {
                copy.Add((instrument, lots));
            }
        }

        copy.Sort(static (one, other) => one.Instrument.Value.CompareTo(other.Instrument.Value));
        return copy;
    }
}
