namespace HybridGpu.Kernels;

/// <summary>Where the time of a call on a device went, in nanoseconds, each part waited for.</summary>
/// <param name="UploadNs">Inputs to the device.</param>
/// <param name="ComputeNs">Kernels.</param>
/// <param name="DownloadNs">Results from the device.</param>
public readonly record struct DeviceTimings(long UploadNs, long ComputeNs, long DownloadNs)
{
    /// <summary>Sums of the parts.</summary>
    public static DeviceTimings operator +(DeviceTimings a, DeviceTimings b) => Add(a, b);

    /// <summary>Sums of the parts.</summary>
    public static DeviceTimings Add(DeviceTimings left, DeviceTimings right) => new(
        left.UploadNs + right.UploadNs, left.ComputeNs + right.ComputeNs, left.DownloadNs + right.DownloadNs);
}
