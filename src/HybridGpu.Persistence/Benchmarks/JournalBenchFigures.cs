namespace HybridGpu.Persistence.Benchmarks;

/// <summary>How fast one side wrote.</summary>
/// <param name="CommandsPerSecond">Median over the rounds of commands made durable a second.</param>
/// <param name="BatchP50Micros">Median time of a batch, from its first byte to durable, in microseconds.</param>
/// <param name="BatchP99Micros">99th percentile of the same.</param>
/// <param name="Batches">Batches timed.</param>
public sealed record JournalBenchFigures(
    double CommandsPerSecond, double BatchP50Micros, double BatchP99Micros, int Batches);
