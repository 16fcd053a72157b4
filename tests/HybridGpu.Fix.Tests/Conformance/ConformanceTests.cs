using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Fix.Transport;
using HybridGpu.FixConformance;

namespace HybridGpu.Fix.Tests.Conformance;

/// <summary>
/// fix-spec/conformance against our acceptor with stores in files: several sessions at once, plain, under TLS and
/// mutual TLS, with reset on logon and without, and with a restart before each connection.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class ConformanceTests
{
    private const int LaneCount = 12;

    private static readonly IReadOnlyList<Script> Scripts = Script.ReadFolder(FindFolder());

    [TestCase(false)]
    [TestCase(true)]
    public async Task Every_script_passes_on_plain_connections(bool resetOnLogon)
    {
        await using var venue = new ConformanceVenue(new AcceptorSettings(), LaneCount);

        await PlayAsync(venue, new RunnerTarget
        {
            Host = "127.0.0.1",
            Port = venue.Port,
            Sender = "MAKER",
            Target = "VENUE",
            ResetOnLogon = resetOnLogon,
        });
    }

    [TestCase(false, false)]
    [TestCase(true, true)]
    public async Task Every_script_passes_under_TLS(bool withClientCertificate, bool resetOnLogon)
    {
        using X509Certificate2 server = TestCertificates.Create("localhost");
        using X509Certificate2 client = TestCertificates.Create("maker");
        var settings = new AcceptorSettings
        {
            Certificate = server,
            RequireClientCertificate = withClientCertificate,
            ClientCertificateValidation = (_, shown, _, _) => !withClientCertificate || IsSame(shown, client),
        };
        await using var venue = new ConformanceVenue(settings, LaneCount);
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, shown, _, _) => IsSame(shown, server),
            ClientCertificates = withClientCertificate ? [client] : null,
        };

        await PlayAsync(venue, new RunnerTarget
        {
            Host = "127.0.0.1",
            Port = venue.Port,
            Sender = "MAKER",
            Target = "VENUE",
            ResetOnLogon = resetOnLogon,
            Tls = tls,
        });
    }

    [Test]
    public async Task Every_script_passes_when_the_acceptor_is_restarted_before_each_connection()
    {
        var results = new ConcurrentBag<ScriptResult>();
        var queue = new ConcurrentQueue<Script>(Scripts);
        await Task.WhenAll(Enumerable.Range(0, LaneCount).Select(async _ =>
        {
            await using var venue = new ConformanceVenue(new AcceptorSettings(), 1);
            var target = new RunnerTarget
            {
                Host = "127.0.0.1",
                Port = venue.Port,
                Sender = "MAKER1",
                Target = "VENUE",
                Patience = Patience,
            };
            var player = new ScriptPlayer(target, venue.RestartAsync) { BeforeConnect = venue.RestartAsync };
            while (queue.TryDequeue(out Script? script))
            {
                results.Add(await player.PlayAsync(script));
            }
        }));
        Check(results);
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(15);

    /// <summary>A session a lane, all at once; scripts that restart the acceptor afterwards, one by one.</summary>
    private static async Task PlayAsync(ConformanceVenue venue, RunnerTarget target)
    {
        var results = new ConcurrentBag<ScriptResult>();
        var queue = new ConcurrentQueue<Script>(Scripts.Where(script => !script.NeedsRestart));
        ScriptPlayer[] lanes = [.. Enumerable.Range(1, LaneCount).Select(number => new ScriptPlayer(
            target with { Sender = $"{target.Sender}{number}", Patience = Patience }, venue.RestartAsync))];
        await Task.WhenAll(lanes.Select(async lane =>
        {
            while (queue.TryDequeue(out Script? script))
            {
                results.Add(await lane.PlayAsync(script));
            }
        }));
        foreach (Script script in Scripts.Where(script => script.NeedsRestart))
        {
            results.Add(await lanes[0].PlayAsync(script));
        }

        Check(results);
    }

    private static void Check(ConcurrentBag<ScriptResult> results)
    {
        string[] failures = [.. from result in results
                                where result.Outcome != ScriptOutcome.Passed
                                orderby result.Script.Name
                                select $"{result.Script.Name}: {result.Reason}\n  "
                                    + string.Join("\n  ", result.Transcript)];
        TestContext.Out.WriteLine($"{results.Count} scripts, {results.Count - failures.Length} passed");
        Assert.That(failures, Is.Empty, string.Join("\n", failures));
        Assert.That(results, Has.Count.EqualTo(Scripts.Count));
    }

    private static bool IsSame(X509Certificate? shown, X509Certificate2 expected) =>
        shown?.GetCertHashString() == expected.GetCertHashString();

    private static string FindFolder()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "fix-spec", "conformance");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("fix-spec/conformance is in no parent directory of the tests.");
    }
}
