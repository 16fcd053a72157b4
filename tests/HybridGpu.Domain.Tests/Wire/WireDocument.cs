using System.Globalization;
using System.Text.RegularExpressions;

namespace HybridGpu.Domain.Tests.Wire;

/// <summary>docs/wire.md as data, so that the document is what the tests assert and can't drift from the
/// code.</summary>
internal static partial class WireDocument
{
    /// <summary>One row of a layout table.</summary>
    internal sealed record Field(int Offset, int Size, string Name);

    /// <summary>A structure with its layout and, where the document has one, a vector.</summary>
    internal sealed record Structure(
        string Name, int Size, IReadOnlyList<Field> Fields, IReadOnlyDictionary<string, string> Values, byte[] Bytes)
    {
        public override string ToString() => Name;
    }

    /// <summary>An enumeration's values.</summary>
    internal sealed record Enumeration(string Name, IReadOnlyDictionary<long, string> Values)
    {
        public override string ToString() => Name;
    }

    private static readonly string Text = File.ReadAllText(FindFromRepositoryRoot("docs", "wire.md"));

    /// <summary>Every structure that the document lays out.</summary>
    public static IReadOnlyList<Structure> Structures { get; } = [.. StructureHeading().Matches(Text).Select(Parse)];

    /// <summary>Every enumeration that the document lists.</summary>
    public static IReadOnlyList<Enumeration> Enumerations { get; } =
    [
        .. EnumerationHeading().Matches(Text).Select(heading => new Enumeration(
            heading.Groups[1].Value,
            Rows(Section(heading)).ToDictionary(row => Integer(row[0]), row => row[1]))),
    ];

    /// <summary>Rows of the scenario table: column, move, volatility, weight.</summary>
    public static IReadOnlyList<string[]> ScenarioRows { get; } =
        [.. Rows(Between("## 6. Scenario columns", "**Margin.**"))];

    /// <summary>The structure of that name.</summary>
    public static Structure StructureOf(string name) => Structures.Single(structure => structure.Name == name);

    /// <summary>The bytes of a named hex block.</summary>
    public static byte[] Hex(string name) => HexDigits(Block("hex " + name));

    /// <summary>The EIP-712 type string of that name.</summary>
    public static string TypeString(string name) => Block("type " + name).Trim();

    private static Structure Parse(Match heading)
    {
        string section = Section(heading);
        Field[] fields =
            [.. Rows(section).Select(row => new Field((int)Integer(row[0]), (int)Integer(row[1]), row[2]))];
        Match vector = VectorBlock().Match(section);
        Dictionary<string, string> values = vector.Success
            ? vector.Groups[1].Value.Split('\n').Select(line => line.Split(" = ", 2)).ToDictionary(p => p[0], p => p[1])
            : [];
        byte[] bytes = vector.Success ? HexDigits(vector.Groups[2].Value) : [];
        return new Structure(heading.Groups[1].Value, (int)Integer(heading.Groups[2].Value), fields, values, bytes);
    }

    // A section ends where the next heading begins.
    private static string Section(Match heading)
    {
        int start = heading.Index + heading.Length;
        int end = Text.IndexOf("\n#", start, StringComparison.Ordinal);
        return Text[start..(end < 0 ? Text.Length : end)];
    }

    // The first table of a text, its head and rule left out.
    private static IEnumerable<string[]> Rows(string text) => text.Split('\n')
        .SkipWhile(line => !line.StartsWith('|'))
        .TakeWhile(line => line.StartsWith('|'))
        .Skip(2)
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static string Between(string from, string to)
    {
        int start = Text.IndexOf(from, StringComparison.Ordinal);
        return Text[start..Text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static string Block(string label)
    {
        string fence = "```" + label + "\n";
        int start = Text.IndexOf(fence, StringComparison.Ordinal);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), $"docs/wire.md has no block '{label}'");
        start += fence.Length;
        return Text[start..Text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static byte[] HexDigits(string lines) => Convert.FromHexString(lines.ReplaceLineEndings(string.Empty));

    private static long Integer(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static string FindFromRepositoryRoot(params string[] path)
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "HybridGpu.sln")))
            {
                return Path.Combine([at.FullName, .. path]);
            }
        }

        throw new FileNotFoundException("The tests run outside the repository: no HybridGpu.sln above them.");
    }

    [GeneratedRegex(@"^### (\w+) \((\d+) bytes\)$", RegexOptions.Multiline)]
    private static partial Regex StructureHeading();

    [GeneratedRegex(@"^### (\w+) values$", RegexOptions.Multiline)]
    private static partial Regex EnumerationHeading();

    [GeneratedRegex("```vector\n(.*?)\n```\n\n```hex\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex VectorBlock();
}
