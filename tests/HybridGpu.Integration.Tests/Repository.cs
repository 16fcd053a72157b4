namespace HybridGpu.Integration.Tests;

/// <summary>Where the repository's files are, found upwards from the test's own directory.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The FIX dictionary that any client may load.</summary>
    public static string Dictionary => Path.Combine(Root, "fix-spec", "FIX44-HybridGpu.xml");

    /// <summary>Recorded option chains; they lie beside the repository, and not everywhere.</summary>
    public static string Chains => Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "deribit", "chains"));

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "HybridGpu.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("HybridGpu.sln is in no parent directory of the tests.");
    }
}
