namespace HybridGpu.Kernels;

/// <summary>A backend, or why there is none: exactly one of the two is set.</summary>
/// <param name="Backend">The backend; the caller disposes of it.</param>
/// <param name="Error">What was wrong and what to choose instead.</param>
public readonly record struct BackendSelection(IKernelBackend? Backend, string? Error);
