using System.Diagnostics;
using HybridGpu.Host.Pricing;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Pricing;

public sealed class PriceOutputTests
{
    private const string Header = "style,type,spot,strike,t_years,vol,rate,barrier,barrier_type";
    private const string Good = "european,call,100,105,0.5,0.4,0.03,,";

    private readonly TestFolder _directory = new();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    [Test]
    public void A_pipe_is_written_to_and_not_replaced()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Assert.Ignore("Pipes with a name are made with mkfifo, which this system lacks.");
        }

        string pipe = _directory["out.pipe"];
        using (var maker = Process.Start("mkfifo", [pipe]))
        {
            maker.WaitForExit();
        }

        Task<string> reader = Task.Run(() =>
        {
            using var text = new StreamReader(
                new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return text.ReadToEnd();
        });
        int status = Run(_directory.Write("in.csv", Header, Good), pipe).Status;

        Assert.That(status, Is.Zero);
        Assert.That(reader.Wait(TimeSpan.FromSeconds(30)), "the pipe was never closed");
        Assert.That(reader.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
        Assert.That(Directory.GetFiles(_directory.Path, "*.partial"), Is.Empty);
    }

    [Test]
    public void A_link_stays_and_what_it_leads_to_is_replaced_as_a_whole()
    {
        string input = _directory.Write("linked.csv", Header, Good);
        string target = _directory.Write("target.csv", "old", "older", "oldest");
        string link = _directory["link.csv"];
        string dangling = _directory["dangling.csv"];
        File.CreateSymbolicLink(link, target);
        File.CreateSymbolicLink(dangling, _directory["later.csv"]);

        Assert.That(Run(input, link).Status, Is.Zero);
        Assert.That(Run(input, dangling).Status, Is.Zero);

        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo(target));
        Assert.That(File.ReadAllLines(target), Has.Length.EqualTo(2));
        Assert.That(new FileInfo(dangling).LinkTarget, Is.Not.Null);
        Assert.That(File.ReadAllLines(_directory["later.csv"]), Has.Length.EqualTo(2));
    }

    [Test]
    public void An_empty_file_is_filled_and_a_longer_one_leaves_nothing_of_itself()
    {
        string input = _directory.Write("fresh.csv", Header, Good);
        string empty = _directory["empty.csv"];
        File.WriteAllText(empty, "");
        string longer = _directory.Write("longer.csv", [.. Enumerable.Repeat(new string('x', 1_000), 100)]);

        Assert.That(Run(input, empty).Status, Is.Zero);
        Assert.That(Run(input, longer).Status, Is.Zero);

        Assert.That(File.ReadAllText(longer), Is.EqualTo(File.ReadAllText(empty)));
    }

    [TestCase("down_out,call,100,100,0.5,0.4,0.03,90,up_in", "'up_in' isn't what the style says, 'down_out'")]
    [TestCase("european,call,100,100,0.5,0.4,0.03,90,down_in", "'down_in' isn't what the style says, 'european'")]
    [TestCase("american_up_in,put,100,100,0.5,0.4,0.03,120,up_out", "'up_out' isn't what the style says")]
    [TestCase("down_out,call,100,100,0.5,0.4,0.03,90,sideways", "'sideways' isn't what the style says")]
    public void A_style_and_a_kind_of_barrier_that_contradict_each_other_are_refused(string row, string problem)
    {
        (int status, string errors) = Run(_directory.Write("both.csv", Header, row), null);

        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(":2, column barrier_type: " + problem));
    }

    [TestCase("down_out,call,100,100,0.5,0.4,0.03,90,DownOut")]
    [TestCase("american_down_out,call,100,100,0.5,0.4,0.03,90,down_out")]
    [TestCase("down_out,call,100,100,0.5,0.4,0.03,90,")]
    public void A_kind_of_barrier_that_says_the_same_again_is_taken(string row)
    {
        (int status, string errors) = Run(_directory.Write("same.csv", Header, row), null);

        Assert.That((status, errors), Is.EqualTo((0, "")));
    }

    private static (int Status, string Errors) Run(string input, string? output)
    {
        using var errors = new StringWriter();
        int status = PriceRun.Run(
            new PriceRunOptions { Input = input, Output = output }, TextWriter.Null, errors);
        return (status, errors.ToString());
    }
}
