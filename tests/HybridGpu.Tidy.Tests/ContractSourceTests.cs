using System.Text.RegularExpressions;

namespace HybridGpu.Tidy.Tests;

/// <summary>Rules of style for Solidity, which has its own widths.</summary>
[TestFixture]
public sealed partial class ContractSourceTests
{
    private const int FileLinesMax = 400;
    private const int FunctionLinesMax = 70;
    private const int ColumnsMax = 100;

    [Test]
    public void There_are_contracts_to_look_at() => Assert.That(Repository.Contracts().Count(), Is.GreaterThan(20));

    [Test]
    public void No_contract_file_is_longer_than_400_lines() => AssertNone(
        from file in Repository.Contracts()
        let lines = Repository.Lines(file).Length
        where lines > FileLinesMax
        select $"{file}: {lines} lines");

    [Test]
    public void No_line_is_wider_than_100_columns() => AssertNone(
        from file in Repository.Contracts()
        from line in Repository.Lines(file).Index()
        where line.Item.Length > ColumnsMax
        select $"{file}:{line.Index + 1}: {line.Item.Length} columns");

    [Test]
    public void No_function_is_longer_than_a_screen() => AssertNone(
        from file in Repository.Contracts()
        let lines = Repository.Lines(file)
        from line in lines.Index()
        where FunctionHead().IsMatch(line.Item)
        let length = Array.FindIndex(lines, line.Index, EndsFunction) - line.Index
        where length > FunctionLinesMax
        select $"{file}:{line.Index + 1}: {length} lines");

    [Test]
    public void Every_file_names_the_one_compiler() => AssertNone(
        from file in Repository.Contracts()
        where !Repository.Lines(file).Contains("pragma solidity 0.8.37;")
        select file);

    [Test]
    public void Errors_are_types_and_never_texts() => AssertNone(
        from file in Repository.Contracts()
        where file.StartsWith("contracts/src/", StringComparison.Ordinal)
        from line in Repository.Lines(file).Index()
        where TextError().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [Test]
    public void Nothing_is_left_for_later() => AssertNone(
        from file in Repository.Contracts()
        from line in Repository.Lines(file).Index()
        where Unfinished().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [Test]
    public void The_lock_file_names_no_host_of_packages() =>
        Assert.That(Repository.Text("contracts/package-lock.json"), Does.Not.Contain("\"resolved\""));

    private static void AssertNone(IEnumerable<string> findings) => Assert.That(findings.ToArray(), Is.Empty);

    // A body's brace, or the semicolon of a declaration without one.
    private static bool EndsFunction(string line) =>
        line == "    }" || line.EndsWith("{}", StringComparison.Ordinal) || Declared().IsMatch(line);

    [GeneratedRegex(@"^    (?:function|constructor)\b")]
    private static partial Regex FunctionHead();

    [GeneratedRegex(@"^    (?:    (?:external|public|pure|view|returns)\b|function ).*;$|^    \).*;$")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\brequire\(|\brevert\(""|\brevert\(\)")]
    private static partial Regex TextError();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();
}
