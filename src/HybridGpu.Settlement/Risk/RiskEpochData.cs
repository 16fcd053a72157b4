using System;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Risk;

/// <summary>What settlement needs of a risk epoch besides the venue's event.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="RiskRoot">Root of its arrays (<see cref="RiskCommitment"/>).</param>
/// <param name="Inputs">Its inputs' payload.</param>
public sealed record RiskEpochData(ulong Epoch, Hash32 RiskRoot, ReadOnlyMemory<byte> Inputs);
