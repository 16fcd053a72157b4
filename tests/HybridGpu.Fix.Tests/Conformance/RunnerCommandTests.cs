using System.Security.Cryptography.X509Certificates;
using HybridGpu.Fix.Transport;
using HybridGpu.FixConformance;

namespace HybridGpu.Fix.Tests.Conformance;

/// <summary>The runner as it is called, with certificates in files.</summary>
public sealed class RunnerCommandTests
{
    private const string Good = "# 1 good\nconnect\nsend 35=A|34=1|98=0|108=30\nexpect 35=A|34=1\n";
    private const string Bad = "# 1 bad\nconnect\nsend 35=A|34=1|98=0|108=30\nexpect 35=5\n";

    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-runner-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(Good, 0)]
    [TestCase(Bad, 1)]
    [TestCase("no sentence", 2)]
    public async Task Exit_status_says_what_came_of_the_scripts(string script, int status)
    {
        await using var venue = new ConformanceVenue(new AcceptorSettings(), 1);
        WriteScript(script);

        Assert.That(await Program.Main([.. Arguments(venue.Port), _folder]), Is.EqualTo(status));
    }

    [Test]
    public async Task Runner_speaks_mutual_TLS_with_certificates_from_files()
    {
        using X509Certificate2 server = TestCertificates.Create("localhost");
        using X509Certificate2 client = TestCertificates.Create("maker");
        server.Save(_folder, "server");
        client.Save(_folder, "client");
        WriteScript(Good);
        var settings = new AcceptorSettings
        {
            Certificate = server,
            RequireClientCertificate = true,
            ClientCertificateValidation = (_, shown, _, _) => shown?.GetCertHashString() == client.GetCertHashString(),
        };
        await using var venue = new ConformanceVenue(settings, 1);
        string[] tls = [.. Arguments(venue.Port), "--tls", "--tls-name", "localhost", "--ca", InFolder("server.pem")];

        int without = await Program.Main([.. tls, _folder]);
        int with = await Program.Main(
            [.. tls, "--cert", InFolder("client.pem"), "--key", InFolder("client.key"), _folder]);

        Assert.That(without, Is.EqualTo(1), "no certificate shown");
        Assert.That(with, Is.Zero);
    }

    [TestCase("--port 1 --sender A --target B", TestName = "Host_is_needed")]
    [TestCase("--host h --port 0 --sender A --target B", TestName = "Port_is_a_number_from_1")]
    [TestCase("--host h --port 1 --sender A --target B --colour red", TestName = "Unknown_option_is_refused")]
    [TestCase("--host h --port 1 --sender A --target", TestName = "Option_without_its_value_is_refused")]
    [TestCase("--host h --port 1 --sender A --target B --logon 553:u", TestName = "Logon_fields_are_fields")]
    public async Task Refused(string arguments) =>
        Assert.That(await Program.Main(arguments.Split(' ')), Is.EqualTo(2));

    private static string[] Arguments(int port) =>
        ["--host", "127.0.0.1", "--port", $"{port}", "--sender", "MAKER1", "--target", "VENUE", "--wait", "2"];

    private string InFolder(string name) => Path.Combine(_folder, name);

    private void WriteScript(string text) => File.WriteAllText(InFolder("1_test.fix"), text);
}
