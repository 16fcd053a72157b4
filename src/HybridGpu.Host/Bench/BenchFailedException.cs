namespace HybridGpu.Host.Bench;

/// <summary>A workload gave a wrong result or didn't end: its figures would mean nothing.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);
