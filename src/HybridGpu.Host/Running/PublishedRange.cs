namespace HybridGpu.Host.Running;

/// <summary>A scan range as it is published.</summary>
/// <param name="Underlying">Its number.</param>
/// <param name="Range">A fraction of the price.</param>
internal readonly record struct PublishedRange(int Underlying, double Range);
