namespace HybridGpu.Tidy.Tests;

/// <summary>The repository's files as they are on disk, found upwards from the test's own directory.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Our own C# files below a folder, without generated and built ones.</summary>
    public static IEnumerable<string> Sources(params string[] folders) =>
        from relative in Files("*.cs", folders)
        where !relative.EndsWith(".g.cs", StringComparison.Ordinal)
        select relative;

    /// <summary>Our own Solidity files.</summary>
    public static IEnumerable<string> Contracts() => Files("*.sol", "contracts");

    /// <summary>Names relative to the root; what tools install or write is left out.</summary>
    private static IEnumerable<string> Files(string pattern, params string[] folders) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, file)
        where !relative.Split('/').Any(IsNotOurs)
        select relative;

    private static bool IsNotOurs(string part) =>
        part is "bin" or "obj" or "Generated" or "node_modules" or "lib" or "out" or "cache";

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
