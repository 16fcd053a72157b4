namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>The venue stopped by itself since its disk failed or is full to the last reserve.</summary>
internal sealed class NodeStoppedException(Exception cause) : Exception(cause.Message, cause);
