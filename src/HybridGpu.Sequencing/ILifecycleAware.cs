namespace HybridGpu.Sequencing;

/// <summary>For handlers that need to know when their thread starts and ends, for example to pin it.</summary>
public interface ILifecycleAware
{
    /// <summary>Called once on the consumer's thread before its first event. Throwing halts the pipeline.</summary>
    public void OnStart();

    /// <summary>Called once on the consumer's thread after its last event, however it ended.</summary>
    public void OnShutdown();
}
