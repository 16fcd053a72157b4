using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;
using HybridGpu.Persistence;
using HybridGpu.Risk.Arrays;

namespace HybridGpu.Venue;

/// <summary>Plays a journal through an engine; risk arrays are recomputed from their journaled inputs, bit for
/// bit.</summary>
internal sealed class JournalReplay
{
    private readonly EngineStage _stage;
    private readonly EpochReplay _epochs;
    private readonly RiskArraysPool _pool;

    public JournalReplay(EngineStage stage, EpochReplay epochs, RiskArraysPool pool)
    {
        _stage = stage;
        _epochs = epochs;
        _pool = pool;
    }

    /// <summary>Bytes of the commands applied so far and their payloads.</summary>
    public long Bytes { get; private set; }

    /// <summary>Applies every whole command of the journal.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="until">Last command wanted.</param>
    /// <returns>Number of commands applied.</returns>
    /// <exception cref="ReplayDivergedException">Recomputed risk arrays differ from those the venue ran on.</exception>
    public ulong Run(JournalReader reader, ulong until = ulong.MaxValue)
    {
        ulong count = 0;
        ulong last = 0;
        long bytes = 0;
        while (last < until && reader.TryRead())
        {
            ref readonly Command command = ref reader.Current;
            RiskArrays? arrays = command.Header.Kind == CommandKind.RiskEpoch
                ? Recompute(in command, reader.Payload)
                : null;
            _stage.Apply(in command, reader.Payload, arrays);
            last = command.Header.Sequence;
            bytes += Command.WireSize + reader.Payload.Length;
            count++;
        }

        Bytes += bytes;

        return count;
    }

    /// <summary>The arrays of a journaled risk epoch, rented from the pool.</summary>
    /// <exception cref="ReplayDivergedException">They differ from those the venue ran on.</exception>
    public RiskArrays Recompute(in Command command, ReadOnlySpan<byte> payload)
    {
        RiskArrays arrays = _pool.TryRent()
            ?? throw new InvalidOperationException("No risk arrays are free at replay: an epoch was not returned.");
        ReplayFault fault = _epochs.Recompute(in command.RiskEpoch, payload, arrays);
        if (fault != ReplayFault.None)
        {
            throw new ReplayDivergedException(
                $"Risk epoch {command.RiskEpoch.Epoch} (command {command.Header.Sequence}) can't be recomputed: "
                + $"{fault}. The journal was written by other kernels, or is not this venue's.");
        }

        return arrays;
    }
}
