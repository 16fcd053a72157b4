using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;
using HybridGpu.Kernels;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Arrays;

/// <summary>Recomputes journaled risk epochs from their inputs and checks them against their hash.</summary>
/// <remarks>The same builder as the tick's; any backend gives the same bits. The catalogue must hold every instrument
/// that was listed before the epoch. No allocation per epoch. Thread: one at a time.</remarks>
public sealed class EpochReplay : IDisposable
{
    private readonly RiskArrayBuilder _builder;
    private readonly RiskInputs _inputs;

    private EpochReplay(RiskLimits limits, InstrumentCatalog catalog, IKernelBackend backend)
    {
        _builder = new RiskArrayBuilder(limits, catalog, backend);
        _inputs = new RiskInputs(limits);
    }

    /// <summary>What was wrong with the inputs when the last fault was
    /// <see cref="ReplayFault.MalformedInputs"/>.</summary>
    public InputsFault LastInputsFault { get; private set; }

    /// <summary>A recomputer on a backend.</summary>
    /// <param name="limits">At least the limits under which the epochs were made.</param>
    /// <param name="catalog">Listed instruments.</param>
    /// <param name="backend">One of auto, simd, reference, cuda.</param>
    /// <param name="problem">Why there is none, else empty.</param>
    /// <param name="threads">Threads of simd; 0 for all cores.</param>
    /// <returns>Null when the backend isn't known or not there.</returns>
    public static EpochReplay? Create(
        RiskLimits limits, InstrumentCatalog catalog, string backend, out string problem, int threads = 0)
    {
        BackendSelection selection = KernelBackends.Select(backend, threads);
        problem = selection.Error ?? string.Empty;
        return selection.Backend is null ? null : new EpochReplay(limits, catalog, selection.Backend);
    }

    /// <summary>Recomputes one epoch.</summary>
    /// <param name="epoch">Its journaled body.</param>
    /// <param name="payload">Its journaled inputs.</param>
    /// <param name="into">Sealed with the epoch when it comes out as journaled; otherwise its content is
    /// undefined.</param>
    public ReplayFault Recompute(in RiskEpoch epoch, ReadOnlySpan<byte> payload, RiskArrays into)
    {
        if (epoch.ScenarioSetVersion != ScenarioSet.Version1.Version)
        {
            return ReplayFault.UnknownScenarioSet;
        }

        if (epoch.KernelHash != _builder.KernelHash)
        {
            return ReplayFault.KernelDiffers;
        }

        LastInputsFault = _inputs.Decode(epoch.InputsMarketNs, payload);
        if (LastInputsFault != InputsFault.None)
        {
            return ReplayFault.MalformedInputs;
        }

        _builder.Build(_inputs, epoch.Epoch, into, withGreeks: false);
        if (into.ContractCount != epoch.ContractCount)
        {
            return ReplayFault.ContractCountDiffers;
        }

        return _builder.HashOf(into) == epoch.ArraysHash ? ReplayFault.None : ReplayFault.ArraysDiffer;
    }

    /// <inheritdoc/>
    public void Dispose() => _builder.Dispose();
}
