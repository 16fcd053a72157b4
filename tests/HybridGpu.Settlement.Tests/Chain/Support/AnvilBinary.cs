using HybridGpu.Contracts;

namespace HybridGpu.Settlement.Tests.Chain.Support;

/// <summary>The node that these tests run against: HYBRIDGPU_ANVIL, or the one of the contracts' packages.</summary>
internal static class AnvilBinary
{
    public static string Path
    {
        get
        {
            string? path = ChainTools.AnvilPath;
            if (path is null || !File.Exists(path))
            {
                Assert.Ignore("No anvil: install Node.js 20 or newer with npm and build again.");
            }

            return path!;
        }
    }
}
