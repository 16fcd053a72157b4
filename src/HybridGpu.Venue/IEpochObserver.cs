using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Venue;

/// <summary>Somebody who needs what the engine's risk epochs are made of: settlement, which commits to their
/// arrays.</summary>
public interface IEpochObserver
{
    /// <summary>Whether it can begin behind a place in the journal, as
    /// <see cref="IVenueObserver.CanStartBehind"/>.</summary>
    /// <param name="sequence">Last command whose epoch it would not see.</param>
    /// <param name="eventOrdinal">Ordinal of the last event by then.</param>
    public bool CanStartBehind(ulong sequence, ulong eventOrdinal) => false;

    /// <summary>Takes a risk epoch that the engine has just made its current one.</summary>
    /// <remarks>Called for each such epoch once, in order, live and while the venue recovers, before any observer sees
    /// the epoch's event. An epoch that is refused isn't told, and what is told need not be safe in the journal yet.
    /// What is given is only lent: inputs and arrays go back to their pools, so whatever is kept must be copied.
    /// Thread: the engine's, which waits meanwhile; what is thrown stops the venue, or its opening.</remarks>
    /// <param name="epoch">The epoch.</param>
    /// <param name="inputs">Its inputs as they are in the journal (RiskInputs of docs/wire.md).</param>
    /// <param name="arrays">The arrays made from them; micro-USD a lot.</param>
    public void OnEpoch(in RiskEpoch epoch, ReadOnlySpan<byte> inputs, RiskArrays arrays);
}
