using HybridGpu.Kernels;

namespace HybridGpu.Risk.Arrays;

/// <summary>Where the time of a build went, in nanoseconds.</summary>
/// <param name="VolsNs">Turning inputs into kernel columns and shocks.</param>
/// <param name="PriceNs">Kernels: marks, cells and Greeks, and laying the rows in order.</param>
/// <param name="Device">Of pricing: copies to and from the device.</param>
internal readonly record struct BuildTimings(long VolsNs, long PriceNs, DeviceTimings Device);
