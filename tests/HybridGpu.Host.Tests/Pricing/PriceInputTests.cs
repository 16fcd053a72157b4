using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using HybridGpu.Host.Pricing;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Pricing;

/// <summary>Files that can't go back, and packed ones that end too soon.</summary>
public sealed class PriceInputTests
{
    private const string Header = "style,type,forward,strike,t_years,vol,rate";
    private const string Good = "european,call,100,105,0.5,0.4,0.03";

    private readonly TestFolder _directory = new();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    [TestCase(false)]
    [TestCase(true)]
    public void A_pipe_is_read_as_a_file_is(bool isGzip)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("Pipes with a name are made with mkfifo, which this system lacks.");
        }

        string pipe = _directory[$"pipe{isGzip}.csv"];
        using (var maker = Process.Start("mkfifo", [pipe]))
        {
            maker.WaitForExit();
            Assert.That(maker.ExitCode, Is.Zero);
        }

        byte[] text = Encoding.UTF8.GetBytes($"\uFEFF{Header}\n{string.Concat(Enumerable.Repeat(Good + "\n", 5_000))}");
        var writer = new Thread(() =>
        {
            using var file = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            if (isGzip)
            {
                using var packed = new GZipStream(file, CompressionLevel.Fastest);
                packed.Write(text);
            }
            else
            {
                // The first byte alone: what a pipe gives at once is no measure of what is to come.
                file.Write(text.AsSpan(0, 1));
                file.Flush();
                file.Write(text.AsSpan(1));
            }
        });
        writer.Start();
        (int status, string[] output, string errors) = Run(pipe);
        writer.Join();

        Assert.That((status, errors, output.Length), Is.EqualTo((0, "", 5_001)));
    }

    [Test]
    public void A_gzip_file_that_is_cut_short_is_said_to_be()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{Header}\n{Good}\n"));
        }

        string file = _directory["short.csv.gz"];
        foreach (int missing in new[] { 1, 4, 8, 20 })
        {
            File.WriteAllBytes(file, packed.ToArray()[..^missing]);
            (int status, _, string errors) = Run(file);

            Assert.That(status, Is.EqualTo(1), $"{missing} bytes missing");
            Assert.That(errors, Does.Contain("damaged or cut short"), $"{missing} bytes missing");
        }
    }

    private static (int Status, string[] Output, string Errors) Run(string input)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int status = PriceRun.Run(new PriceRunOptions { Input = input }, output, errors);
        return (
            status,
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            errors.ToString());
    }
}
