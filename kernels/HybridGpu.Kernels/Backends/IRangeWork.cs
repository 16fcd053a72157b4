namespace HybridGpu.Kernels.Backends;

/// <summary>Work over a range of independent items.</summary>
internal interface IRangeWork
{
    /// <summary>Does items [from, to) as the given worker of the crew, 0 being the caller.</summary>
    public void Run(int from, int to, int worker);
}
