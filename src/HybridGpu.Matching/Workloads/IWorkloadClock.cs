namespace HybridGpu.Matching.Workloads;

/// <summary>Time for a measured run, brought by the caller: this assembly has no clock. Implemented by a struct, so
/// that reading it is inlined.</summary>
public interface IWorkloadClock
{
    /// <summary>Now, in ticks of the caller's choice.</summary>
    public long Ticks();
}
