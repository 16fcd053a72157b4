using System.Text.RegularExpressions;

namespace HybridGpu.Tidy.Tests;

/// <summary>docs/limits.md names the test that shows each bound: it is there, in the room that is named.</summary>
public sealed partial class LimitsTests
{
    [Test]
    public void Every_test_that_the_limits_name_exists()
    {
        string[] sources = [.. Repository.Sources("tests")];
        var missing = new List<string>();
        int found = 0;
        foreach (string row in Repository.Lines("docs/limits.md").Where(line => line.StartsWith('|')))
        {
            string shownBy = row.TrimEnd(' ', '|').Split(" | ")[^1];
            string room = "";
            foreach (Match name in TestNames().Matches(shownBy))
            {
                room = name.Groups[1].Success ? $"tests/HybridGpu.{name.Groups[1].Value}.Tests/" : room;
                string file = name.Groups[2].Success ? $"/{name.Groups[2].Value}.cs" : ".cs";
                bool isThere = sources.Any(source => source.StartsWith(room, StringComparison.Ordinal)
                    && source.EndsWith(file, StringComparison.Ordinal));
                found += isThere ? 1 : 0;
                if (!isThere)
                {
                    missing.Add($"{name.Value} in {row}");
                }
            }
        }

        Assert.That(missing, Is.Empty);
        Assert.That(found, Is.GreaterThan(100), "the table was read");
    }

    [GeneratedRegex(@"\b([A-Z]\w+)\.Tests\b|\b([A-Z]\w+Tests)\b")]
    private static partial Regex TestNames();
}
