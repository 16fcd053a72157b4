namespace HybridGpu.Host.Surfaces;

/// <summary>Time of refitting a snapshot, all its currencies, on one thread, in ms.</summary>
/// <param name="Repeat">Refits timed of each snapshot; the median of them is its time.</param>
/// <param name="WarmUp">Refits before them.</param>
/// <param name="MedianMs">Median over snapshots.</param>
/// <param name="MaxMs">Slowest snapshot.</param>
/// <param name="BestMs">Fastest of all single refits.</param>
internal sealed record SurfaceRefit(int Repeat, int WarmUp, double MedianMs, double MaxMs, double BestMs);
