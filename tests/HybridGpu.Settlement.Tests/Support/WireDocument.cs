using System.Text.RegularExpressions;

namespace HybridGpu.Settlement.Tests.Support;

/// <summary>The vectors of docs/wire.md, sections 11 to 14: the Solidity tests read the same.</summary>
internal static partial class WireDocument
{
    private static readonly string Text = File.ReadAllText(Find("docs", "wire.md")).ReplaceLineEndings("\n");

    /// <summary>The bytes of a named hex block.</summary>
    public static byte[] Hex(string name) =>
        Convert.FromHexString(Block(name).Groups[1].Value.Replace("\n", string.Empty, StringComparison.Ordinal));

    /// <summary>The fields of the last vector block before a named hex block.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string name)
    {
        Match vector = VectorBlock().Matches(Text[..Block(name).Index])[^1];
        return vector.Groups[1].Value.Split('\n').Select(line => line.Split(" = ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>Names of the enumeration in the section whose heading begins so, by number.</summary>
    public static IReadOnlyDictionary<long, string> Enumeration(string heading)
    {
        int start = Text.IndexOf(heading, StringComparison.Ordinal);
        return Text[start..].Split('\n').SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(row => long.Parse(row[0], null), row => row[1]);
    }

    private static Match Block(string name)
    {
        Match block = Regex.Match(Text, "```hex " + name + "\n(.*?)```", RegexOptions.Singleline);
        Assert.That(block.Success, $"docs/wire.md has no block '{name}'");
        return block;
    }

    private static string Find(params string[] path)
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

    [GeneratedRegex("```vector\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex VectorBlock();
}
