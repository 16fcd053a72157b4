namespace HybridGpu.Tidy.Tests;

/// <summary>The repository's files as they are on disk, found upwards from the test's own directory.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Our own C# files below a folder, without generated and built ones.</summary>
    public static IEnumerable<string> Sources(params string[] folders) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, file)
        where !relative.Split('/').Any(part => part is "bin" or "obj" or "Generated" or "node_modules" or "lib")
        where !relative.EndsWith(".g.cs", StringComparison.Ordinal)
        select relative;

    public static string[] Lines(string relative) => File.ReadAllLines(Path.Combine(Root, relative));

    public static string Text(string relative) => File.ReadAllText(Path.Combine(Root, relative));

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
