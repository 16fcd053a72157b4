using HybridGpu.Risk.Chains;

namespace HybridGpu.Risk.Tests.Chains;

/// <summary>The recorded chains beside the repository, where a developer has them.</summary>
internal static class RecordedChains
{
    public static ChainDirectory OpenOrIgnore()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", "deribit", "chains");
            if (Directory.Exists(path))
            {
                return ChainDirectory.Open(path);
            }
        }

        Assert.Ignore("The recorded option chains (shared/data/deribit/chains) are not on this machine.");
        throw new InvalidOperationException("Ignored.");
    }
}
