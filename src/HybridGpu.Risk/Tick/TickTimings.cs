namespace HybridGpu.Risk.Tick;

/// <summary>Where the time of a tick went, in nanoseconds.</summary>
/// <param name="VolsNs">Inputs into kernel columns and shocks; 0 when only margins were computed again.</param>
/// <param name="PriceNs">Marks, cells and Greeks of every contract; 0 likewise.</param>
/// <param name="HashNs">Hashing the arrays and encoding the inputs; 0 without an epoch.</param>
/// <param name="MarginNs">Copying positions, every account's margin, and the tables of the snapshot.</param>
/// <param name="TotalNs">The whole tick.</param>
/// <param name="UploadNs">Of pricing and margin: copies to the device; 0 without one.</param>
/// <param name="DownloadNs">Of pricing and margin: copies from the device; 0 without one.</param>
public readonly record struct TickTimings(
    long VolsNs, long PriceNs, long HashNs, long MarginNs, long TotalNs, long UploadNs, long DownloadNs);
