using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using HybridGpu.Kernels.Backends;

namespace HybridGpu.Kernels;

/// <summary>The backends by name, as on the command line.</summary>
[SuppressMessage(
    "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The caller owns the selection.")]
public static class KernelBackends
{
    /// <summary>The names that <see cref="Select"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "cuda", "simd", "reference", "ilgpu-cpu"];

    /// <summary>The backend of a name, or an error; never an exception for a name or a missing device.</summary>
    /// <remarks>
    /// `auto` is cuda where there is a card, else simd. Where a card is lost at work, simd goes on in its place.
    /// `ilgpu-cpu` is for parity checks: it is slow.
    /// </remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">Threads of simd; 0 for all cores.</param>
    public static BackendSelection Select(string name, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        int used = threads == 0 ? Environment.ProcessorCount : threads;
        return name switch
        {
            "simd" => new BackendSelection(new SimdBackend(used), null),
            "reference" => new BackendSelection(new ReferenceBackend(), null),
            "ilgpu-cpu" => new BackendSelection(IlgpuBackend.CreateCpu(), null),
            "cuda" => Cuda(used),
            "auto" => Auto(used),
            _ => new BackendSelection(
                null, $"There is no backend '{name}'. Choose one of: {string.Join(", ", Names)}."),
        };
    }

    private static BackendSelection Cuda(int threads)
    {
        BackendSelection cuda = IlgpuBackend.TryCreateCuda();
        return cuda.Backend is { } device
            ? new BackendSelection(new FallbackBackend(device, () => new SimdBackend(threads)), null)
            : cuda;
    }

    private static BackendSelection Auto(int threads)
    {
        BackendSelection cuda = Cuda(threads);
        return cuda.Backend is null ? new BackendSelection(new SimdBackend(threads), null) : cuda;
    }
}
