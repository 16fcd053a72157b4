namespace HybridGpu.Host.Bench;

/// <summary>Directories that a workload writes to and removes.</summary>
internal static class Scratch
{
    /// <summary>A fresh directory.</summary>
    /// <param name="parent">Where; null for the temporary directory. Made when it isn't there.</param>
    public static string Create(string? parent) => parent is null
        ? Directory.CreateTempSubdirectory("hybridgpu-bench-").FullName
        : Directory.CreateDirectory(Path.Combine(parent, $"bench-{Guid.NewGuid():N}")).FullName;
}
