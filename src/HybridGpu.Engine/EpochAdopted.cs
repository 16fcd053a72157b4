using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine;

/// <summary>Takes note of a risk epoch that has become the engine's current one.</summary>
/// <remarks>Called inside <see cref="VenueEngine.Apply"/>, before the epoch's event goes out. Must not keep what it is
/// given, nor change it; what it throws stops the venue.</remarks>
/// <param name="epoch">The epoch.</param>
/// <param name="inputs">Its inputs as they are in the journal (RiskInputs of docs/wire.md).</param>
/// <param name="arrays">The arrays made from them.</param>
public delegate void EpochAdopted(in RiskEpoch epoch, ReadOnlySpan<byte> inputs, RiskArrays arrays);
