using System.Text.RegularExpressions;

namespace HybridGpu.Tidy.Tests;

/// <summary>Rules of style that are rules and not taste: lengths, words, and what integer rooms must not
/// contain.</summary>
[TestFixture]
public sealed partial class SourceTests
{
    private const int FileLinesMax = 500;
    private const int MethodLinesMax = 70;
    private const int ColumnsMax = 120;

    private static readonly string[] Everything = ["src", "kernels", "tests", "perf", "fix-spec", "contracts"];

    [Test]
    public void No_file_is_longer_than_500_lines() => AssertNone(
        from file in Repository.Sources(Everything)
        let lines = Repository.Lines(file).Length
        where lines > FileLinesMax
        select $"{file}: {lines} lines");

    [Test]
    public void No_line_is_wider_than_120_columns() => AssertNone(
        from file in Repository.Sources(Everything)
        from line in Repository.Lines(file).Index()
        where line.Item.Length > ColumnsMax && !line.Item.Contains("http", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}: {line.Item.Length} columns");

    [Test]
    public void No_method_is_longer_than_a_screen() => AssertNone(
        from file in Repository.Sources(Everything)
        from method in Methods(Repository.Lines(file))
        where method.Length > MethodLinesMax
        select $"{file}:{method.Line}: {method.Length} lines");

    [Test]
    public void Nothing_is_left_for_later() => AssertNone(
        from file in Repository.Sources(Everything)
        where !file.EndsWith("SourceTests.cs", StringComparison.Ordinal)
        from line in Repository.Lines(file).Index()
        where Unfinished().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [Test]
    public void Integer_rooms_have_no_floating_point() => AssertNone(
        from file in Repository.Sources(
            "src/HybridGpu.Domain", "src/HybridGpu.Matching", "src/HybridGpu.Engine",
            "src/HybridGpu.Settlement/Hashing", "src/HybridGpu.Settlement/State", "src/HybridGpu.Settlement/Transition",
            "src/HybridGpu.Settlement/Batches", "src/HybridGpu.Settlement/Events", "src/HybridGpu.Settlement/Risk")
        where !file.EndsWith("Timings.cs", StringComparison.Ordinal)
        from line in Repository.Lines(file).Index()
        where FloatingPoint().IsMatch(WithoutComment(line.Item))
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [Test]
    public void Tests_do_not_sleep() => AssertNone(
        from file in Repository.Sources("tests")
        where !file.EndsWith("SourceTests.cs", StringComparison.Ordinal)
        from line in Repository.Lines(file).Index()
        where line.Item.Contains("Thread.Sleep(", StringComparison.Ordinal)
        where !line.Item.Contains("polls", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}: poll with a deadline instead, and say so on the line");

    [Test]
    public void A_file_holds_one_public_type_that_it_is_named_for() => AssertNone(
        from file in Repository.Sources("src", "kernels", "contracts")
        let matches = PublicTypes().Matches(Repository.Text(file))
        let types = matches.Select(match => match.Groups[1].Value).Distinct().ToArray()
        let name = Path.GetFileName(file).Split('.')[0]
        where types.Length > 1 || (types.Length == 1 && types[0] != name)
        select $"{file}: {string.Join(", ", types)}");

    [Test]
    public void Folders_are_namespaces() => AssertNone(
        from file in Repository.Sources("src", "kernels")
        let match = FileNamespace().Match(Repository.Text(file))
        where match.Success
        let expected = string.Join('.', Path.GetDirectoryName(file)!.Split('/').Skip(1))["HybridGpu.".Length..]
        where match.Groups[1].Value != expected
        select $"{file}: {match.Groups[1].Value}");

    [Test]
    public void No_file_names_a_machine() => AssertNone(
        from file in Repository.Sources(Everything)
        where !file.EndsWith("SourceTests.cs", StringComparison.Ordinal)
        from line in Repository.Lines(file).Index()
        where line.Item.Contains("/home/", StringComparison.Ordinal)
            || line.Item.Contains("/Users/", StringComparison.Ordinal)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    private static void AssertNone(IEnumerable<string> findings) => Assert.That(findings.ToArray(), Is.Empty);

    /// <summary>Bodies that open with a brace alone on a line under something that isn't a type or a
    /// namespace.</summary>
    private static IEnumerable<(int Line, int Length)> Methods(string[] lines)
    {
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim() != "{" || !OpensMember(lines, i))
            {
                continue;
            }

            string closing = lines[i].Replace('{', '}');
            int end = Array.FindIndex(lines, i, line => line.StartsWith(closing, StringComparison.Ordinal));
            yield return (i, end - i - 1);
        }
    }

    private static bool OpensMember(string[] lines, int brace)
    {
        int indent = lines[brace].Length - 1;
        int header = brace - 1;
        while (header > 0 && (lines[header].Trim().Length == 0 || Indent(lines[header]) > indent))
        {
            header--;
        }

        return !TypeHeader().IsMatch(lines[header]);
    }

    private static int Indent(string line) => line.TakeWhile(c => c == ' ').Count();

    private static string WithoutComment(string line)
    {
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(float|double|decimal|Half|Single|Double|Math\.(Sqrt|Exp|Log|Pow))\b")]
    private static partial Regex FloatingPoint();

    [GeneratedRegex(
        @"^public (?:static |sealed |abstract |readonly |ref |partial |unsafe )*"
        + @"(?:class|struct|interface|enum|record struct|record|delegate \S+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicTypes();

    [GeneratedRegex(@"^namespace HybridGpu\.?([\w.]*);", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();

    // Only modifiers may stand before the keyword: a method with a parameter called record is still a method.
    [GeneratedRegex(@"^\s*(?:[a-z]+ )*(?:class|struct|interface|enum|record|namespace) \w")]
    private static partial Regex TypeHeader();
}
