using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;
using HybridGpu.Risk.Arrays;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>The engine's place on the inbound ring, and at recovery in front of the journal.</summary>
/// <remarks>Keeps the account of risk arrays: the engine holds the current ones, all others go back to their
/// pool.</remarks>
internal sealed class EngineStage : IEventHandler<InboundSlot>
{
    private readonly VenueEngine _engine;
    private readonly RiskArraysPool _pool;

    public EngineStage(VenueEngine engine, RiskArraysPool pool)
    {
        _engine = engine;
        _pool = pool;
    }

    /// <summary>Sequence of the command whose risk arrays are current; 0 before the first.</summary>
    public ulong EpochSequence { get; set; }

    /// <inheritdoc/>
    public void OnEvent(ref InboundSlot data, long sequence, bool endOfBatch)
    {
        Apply(in data.Command, data.Payload, data.Arrays);
        data.Release();
    }

    /// <summary>Applies a command and lets go of the arrays that are no longer current.</summary>
    public void Apply(in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        RiskArrays? before = _engine.Arrays;
        _engine.Apply(in command, payload, arrays);
        if (arrays is null)
        {
            return;
        }

        bool isAdopted = ReferenceEquals(_engine.Arrays, arrays);
        RiskArrays? released = isAdopted ? before : arrays;
        EpochSequence = isAdopted ? command.Header.Sequence : EpochSequence;
        if (released is not null)
        {
            _pool.Return(released);
        }
    }
}
