using System.CommandLine;
using HybridGpu.Host.Commands;

namespace HybridGpu.Host.Tests.Commands;

/// <summary>Whatever stands on the command line: exit status 2 and a sentence, never a trace
/// (docs/formats.md).</summary>
public sealed class CommandTreeTests
{
    /// <summary>Values that no option takes but those that take any text.</summary>
    private static readonly string?[] Rubbish =
        [null, "", " ", "-", "abc", "0x1", "1e", "nan", "--", "99999999999999999999999", "-99999999999999999999"];

    /// <summary>Options that take any text: files, directories, models. What they name is looked at by the
    /// job.</summary>
    private static readonly string[] Texts =
    [
        "--bars", "--book", "--chain", "--compare", "--data", "--deployment", "--fix-config", "--host", "--journal",
        "--key", "--key-id", "--keystore", "--listing", "--market", "--model", "--opening", "--order-key", "--out",
        "--password-file", "--portfolio", "--salvage", "--sender", "--summary", "--target",
        "--tls-authorities", "--tls-certificate", "--tls-key", "--trades", "--verify",
    ];

    /// <summary>More words than any verb has places for.</summary>
    private static readonly string[] Unknown = ["--no-such-option", "--no-such-option"];

    public static IEnumerable<TestCaseData> EveryOption() =>
        from command in Commands(CommandTree.Create(), [])
        from option in command.Command.Options
        where option.Name is not ("--help" or "--version")
        select new TestCaseData(string.Join(' ', command.Path), option.Name, IsText(option));

    [TestCaseSource(nameof(EveryOption))]
    public async Task Rubbish_as_the_value_of_any_option_ends_with_status_2_and_a_sentence_about_it(
        string path, string name, bool isText)
    {
        foreach (string? value in Rubbish)
        {
            // What takes any text is kept from running by words that nobody takes.
            string given = value is null ? name : $"{name}={value}";
            string[] line = [.. path.Split(' '), .. Inputs(path, name), .. isText ? Unknown : [], given];
            if (string.IsNullOrEmpty(value) && IsFlag(path, name))
            {
                continue;
            }

            // No job is begun: what has no error would be one.
            Assert.That(CommandTree.Create().Parse(line).Errors, Is.Not.Empty, string.Join(' ', line));
            using var errors = new StringWriter();
            int status = await CommandTree.RunAsync(line, TextWriter.Null, errors);

            string said = errors.ToString();
            Assert.That(status, Is.EqualTo(CommandTree.UsageStatus), $"{string.Join(' ', line)}: {said}");
            Assert.That(said, Does.Not.Contain("   at ").And.Not.Contain("Exception").And.Not.Contain("System."), said);
            Assert.That(
                isText || said.Split('\n').Any(sentence => IsAbout(sentence, name, value)), $"{name}={value}: {said}");
        }
    }

    [Test]
    public void Every_verb_can_be_asked_for_help_beside_rubbish()
    {
        foreach ((Command _, string[] path) in Commands(CommandTree.Create(), []).Where(one => one.Path.Length > 0))
        {
            using var output = new StringWriter();

            int status = CommandTree.RunAsync([.. path, "--help"], output, TextWriter.Null).GetAwaiter().GetResult();

            Assert.That(status, Is.Zero, string.Join(' ', path));
            Assert.That(output.ToString(), Does.Contain("Usage:"));
        }
    }

    [TestCase("0", 0.0)]
    [TestCase("0s", 0.0)]
    [TestCase("6.4d", 6.4)]
    [TestCase("15m", 15.0 / 1_440)]
    public void A_delay_may_be_what_the_curve_shows(string text, double days)
    {
        Command margin = CommandTree.Create().Subcommands.Single(one => one.Name == "margin");
        var delay = (Option<TimeSpan?>)margin.Options.Single(option => option.Name == "--delay");

        ParseResult parsed = margin.Parse(["--portfolio", "p", "--market", "m", "--delay", text]);

        Assert.That(parsed.Errors, Is.Empty);
        Assert.That(parsed.GetValue(delay)!.Value.TotalDays, Is.EqualTo(days).Within(1e-12));
    }

    /// <summary>A sentence names the option, or the word that nothing takes.</summary>
    private static bool IsAbout(string sentence, string name, string? value) =>
        sentence.Contains(name, StringComparison.Ordinal) || sentence.Contains($"'{value}'", StringComparison.Ordinal);

    private static bool IsFlag(string path, string name) =>
        CommandOf(path).Options.Single(option => option.Name == name) is Option<bool>;

    /// <summary>A word for each argument, so that rubbish isn't taken for one, and what a verb looks for
    /// first.</summary>
    private static IEnumerable<string> Inputs(string path, string name) =>
    [
        .. CommandOf(path).Arguments.Select(_ => path == "fix send" ? "0|112=X" : "no-such-input"),
        .. path switch
        {
            "margin" => (string[])["--portfolio", "no-such-file", "--market", "no-such-file"],
            "fix send" when name == "--port" => ["--sender", "NOBODY"],
            "fix send" => ["--port", "1", "--sender", "NOBODY"],
            _ => [],
        },
    ];

    private static Command CommandOf(string path) => Commands(CommandTree.Create(), [])
        .Single(one => string.Join(' ', one.Path) == path).Command;

    private static bool IsText(Option option) => option is Option<string> && Texts.Contains(option.Name);

    private static IEnumerable<(Command Command, string[] Path)> Commands(Command command, string[] path)
    {
        yield return (command, path);
        foreach (Command child in command.Subcommands)
        {
            foreach ((Command, string[]) found in Commands(child, [.. path, child.Name]))
            {
                yield return found;
            }
        }
    }
}
