namespace HybridGpu.Host.Running;

/// <summary>The parts of the time from a breach to its settlement, in seconds.</summary>
/// <param name="Detect">Until an epoch shows it: the interval of epochs and a tick.</param>
/// <param name="Sequence">Until the journal has that epoch on disk.</param>
/// <param name="Post">Until a block has the batch: the batch's own length, and its posting.</param>
/// <param name="Settle">Until the batch can't be challenged any more.</param>
/// <param name="Finality">Until that block counts as final.</param>
internal sealed record SyncDelays(double Detect, double Sequence, double Post, double Settle, double Finality)
{
    /// <summary>Nothing measured.</summary>
    public static readonly SyncDelays None = new(0, 0, 0, 0, 0);

    /// <summary>T of the sync buffer.</summary>
    public double Total => Detect + Sequence + Post + Settle + Finality;

    /// <summary>The longer of each part.</summary>
    public SyncDelays Max(SyncDelays other) => new(
        Math.Max(Detect, other.Detect),
        Math.Max(Sequence, other.Sequence),
        Math.Max(Post, other.Post),
        Math.Max(Settle, other.Settle),
        Math.Max(Finality, other.Finality));
}
