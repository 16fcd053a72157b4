namespace HybridGpu.Kernels.MonteCarlo;

/// <summary>What a draw is for: the last word of its counter, so that no use of random numbers shifts
/// another's.</summary>
internal static class DrawStream
{
    /// <summary>Standard normals of the factors.</summary>
    public const uint Factors = 0;

    /// <summary>Standard normals whose squares make the chi-square of Student's t.</summary>
    public const uint ChiSquare = 1;

    /// <summary>Of jumps: whether there is one, and the standard normals of their sizes.</summary>
    public const uint Jumps = 2;
}
