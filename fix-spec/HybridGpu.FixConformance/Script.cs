using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace HybridGpu.FixConformance;

/// <summary>
/// A test case: its sentence and its steps. The language is described in fix-spec/conformance/README.md.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Title">The first comment: the number of the test case and what it says.</param>
/// <param name="Steps">The lines that do something.</param>
internal sealed partial record Script(string Name, string Title, IReadOnlyList<ScriptStep> Steps)
{
    private static readonly Dictionary<string, StepKind> Words = new(StringComparer.Ordinal)
    {
        ["connect"] = StepKind.Connect,
        ["disconnect"] = StepKind.Disconnect,
        ["send"] = StepKind.Send,
        ["send-raw"] = StepKind.SendRaw,
        ["expect"] = StepKind.Expect,
        ["await"] = StepKind.Await,
        ["expect-disconnect"] = StepKind.ExpectDisconnect,
        ["wait-quiet"] = StepKind.WaitQuiet,
        ["restart"] = StepKind.Restart,
    };

    /// <summary>Whether the acceptor must be restarted on the way.</summary>
    public bool NeedsRestart => Steps.Any(step => step.Kind == StepKind.Restart);

    /// <summary>Reads every script of a folder, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ScriptException">One cannot be read, or there is none.</exception>
    public static IReadOnlyList<Script> ReadFolder(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.fix");
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length == 0
            ? throw new ScriptException($"There is no script (*.fix) in {folder}.")
            : [.. files.Select(file => Parse(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))];
    }

    /// <summary>Reads a script.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its lines.</param>
    /// <exception cref="ScriptException">A line means nothing, or the script expects nothing.</exception>
    public static Script Parse(string name, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        string first = lines[0].Trim();
        if (!first.StartsWith("# ", StringComparison.Ordinal))
        {
            throw new ScriptException($"{name}: the first line says what is tested, after a #.");
        }

        var steps = new List<ScriptStep>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                steps.Add(ParseStep(name, i + 1, line));
            }
        }

        return steps.Any(step => step.Kind is StepKind.Expect or StepKind.Await or StepKind.ExpectDisconnect)
            ? new Script(name, first[2..], steps)
            : throw new ScriptException($"{name}: the script expects nothing, so it cannot fail.");
    }

    /// <summary>Reads the fields of a message.</summary>
    /// <param name="text">The fields, separated by bars.</param>
    /// <exception cref="ScriptException">One is none.</exception>
    public static IReadOnlyList<ScriptField> ParseFields(string text) =>
        [.. text.Split('|').Select(field => ParseField(text, 1, field, StepKind.Send))];

    private static ScriptStep ParseStep(string name, int number, string line)
    {
        Match match = StepLine().Match(line);
        string word = match.Groups["word"].Value;
        if (!match.Success || !Words.TryGetValue(word, out StepKind kind))
        {
            throw new ScriptException($"{name}:{number}: '{line}' is no step.");
        }

        string rest = Orders().Replace(
            match.Groups["rest"].Value,
            "11=<id>$1|55=<symbol>|54=1|60=<now>|38=1|40=2|44=<price>");
        bool hasFields = kind is StepKind.Send or StepKind.SendRaw or StepKind.Expect or StepKind.Await;
        if (hasFields != rest.Length > 0)
        {
            throw new ScriptException($"{name}:{number}: '{word}' {(hasFields ? "needs" : "takes no")} fields.");
        }

        string connection = match.Groups["connection"].Value;
        int index = connection.Length == 0 ? 1 : int.Parse(connection, CultureInfo.InvariantCulture);
        IReadOnlyList<ScriptField> fields = hasFields
            ? [.. rest.Split('|').Select(field => ParseField(name, number, field, kind))]
            : [];
        return new ScriptStep(number, line, kind, index, fields);
    }

    private static ScriptField ParseField(string name, int number, string text, StepKind kind)
    {
        Match match = Field().Match(text);
        if (match.Success)
        {
            return new ScriptField(
                int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value);
        }

        Match absent = Absent().Match(text);
        if (absent.Success && kind != StepKind.SendRaw)
        {
            return new ScriptField(int.Parse(absent.Groups[1].Value, CultureInfo.InvariantCulture), null);
        }

        return kind == StepKind.SendRaw
            ? new ScriptField(0, text)
            : throw new ScriptException($"{name}:{number}: '{text}' is no field.");
    }

    [GeneratedRegex(@"^(?:@(?<connection>[1-9])\s+)?(?<word>[a-z-]+)(?:\s+(?<rest>.*))?$")]
    private static partial Regex StepLine();

    [GeneratedRegex(@"<order (\w+)>")]
    private static partial Regex Orders();

    [GeneratedRegex(@"^([0-9]{1,6})=(.*)$")]
    private static partial Regex Field();

    [GeneratedRegex(@"^!([0-9]{1,6})$")]
    private static partial Regex Absent();
}
