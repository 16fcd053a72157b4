using System.Globalization;

namespace HybridGpu.Kernels.Tests;

/// <summary>Published reference values, which lie beside the repository and may be missing.</summary>
internal static class ReferenceData
{
    /// <summary>Rows of a CSV file as column → text. Ignores the test, aloud, where the file is missing.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string name)
    {
        string relative = Path.Combine("shared", "data", "reference", name);
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HybridGpu.sln")))
        {
            folder = folder.Parent;
        }

        string? path = folder?.Parent is null ? null : Path.Combine(folder.Parent.FullName, relative);
        if (path is null || !File.Exists(path))
        {
            Assert.Ignore($"Not checked against published values: {relative} does not lie beside the repository.");
        }

        string[] lines = File.ReadAllLines(path!);
        string[] header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line =>
        {
            // Fields are counted from the end: the source note at the front may hold commas of its own.
            string[] fields = line.Split(',');
            int extra = fields.Length - header.Length;
            return header.Select((column, i) => (column, fields[i + extra])).ToDictionary(p => p.column, p => p.Item2);
        })];
    }

    public static double Number(this IReadOnlyDictionary<string, string> row, string column) =>
        double.Parse(row[column], CultureInfo.InvariantCulture);
}
