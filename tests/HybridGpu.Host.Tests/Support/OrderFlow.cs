namespace HybridGpu.Host.Tests.Support;

/// <summary>Recorded order flow, which lies beside the repository and may be missing.</summary>
internal static class OrderFlow
{
    /// <summary>A file of the recording. Ignores the test, aloud, where it is missing.</summary>
    public static string Find(string name)
    {
        string relative = Path.Combine("shared", "data", "orderflow", name);
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore($"Not checked against recorded order flow: {relative} does not lie beside the repository.");
        throw new InvalidOperationException("Ignored.");
    }
}
