namespace HybridGpu.Host.Tests.Support;

/// <summary>The repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The directory with the solution.</summary>
    public static string Root()
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
