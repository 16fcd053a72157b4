using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Fix.Sessions;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>The flows of fix-spec/rules-of-engagement.md, played as they stand there: what a reader copies from it
/// works.</summary>
/// <remarks>A line is <c>CLIENT &gt; message</c> (sent), <c>CLIENT &lt; message</c> (the next that must come: the tags
/// named, in their order; <c>*</c> is any value), <c>CLIENT connects</c> with Logon fields of its own, <c>CLIENT is cut
/// off</c>,
/// <c>CLIENT logs out</c>. Header and trailer are left out.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The tear-down disposes them after every test.")]
public sealed class WorkedExampleTests
{
    private static readonly string[] Polled = ["W", "X", "f"];

    private readonly Dictionary<string, TestClient> _clients = [];
    private TestFolder _folder = null!;
    private TestVenue _venue = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _folder = new TestFolder();
        _venue = await TestVenue.OpenAsync(
            _folder.Root,
            change: options => options with
            {
                Clients =
                [
                    .. options.Clients,
                    new GatewayClientOptions("COPY", new AccountId(20))
                    {
                        IsDropCopy = true, Permissions = Access.SessionPermissions.Inquiries,
                    },
                ],
            });
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (TestClient client in _clients.Values)
        {
            await client.DisposeAsync();
        }

        _clients.Clear();
        await _venue.CloseAsync();
        _folder.Remove();
    }

    [TestCaseSource(nameof(Names))]
    public async Task Flow(string name)
    {
        foreach (string line in Flows()[name])
        {
            TestContext.Out.WriteLine(line);
            string[] words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            TestClient client = ClientOf(words[0], connects: words[1] != "connects");
            switch (words[1])
            {
                case ">":
                    Send(client, words[2]);
                    break;
                case "<":
                    Expect(client, words[2]);
                    break;
                case "connects":
                    client.LogonFields = words.Length > 2 ? Parse(words[2]) : [];
                    client.Connect(_venue.Port);
                    break;
                case "is":
                    await client.KillAsync();
                    Eventually.Until(() => !IsLoggedOn(words[0]), "the venue has noticed");
                    break;
                case "logs":
                    client.Session.Logout("done");
                    Eventually.Until(() => client.Session.State != SessionState.LoggedOn, "it is logged out");
                    break;
                default:
                    Assert.Fail($"'{line}' is no line of a flow.");
                    break;
            }
        }
    }

    private static string[] Names() => [.. Flows().Keys];

    /// <summary>The blocks that open with <c>```flow NAME</c>.</summary>
    private static Dictionary<string, List<string>> Flows()
    {
        Dictionary<string, List<string>> flows = [];
        List<string>? open = null;
        foreach (string line in File.ReadLines(RepositoryFile("fix-spec", "rules-of-engagement.md")))
        {
            if (line.StartsWith("```flow ", StringComparison.Ordinal))
            {
                flows.Add(line["```flow ".Length..], open = []);
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                open = null;
            }
            else if (open is not null && line.StartsWith(' ') && open.Count > 0)
            {
                open[^1] += line.Trim();
            }
            else if (line.Length > 0)
            {
                open?.Add(line);
            }
        }

        return flows;
    }

    private static string RepositoryFile(params string[] path)
    {
        string? directory = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(directory!, "HybridGpu.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return Path.Combine([directory!, .. path]);
    }

    private bool IsLoggedOn(string compId) =>
        _venue.Gateway.LoggedOnCount > _clients.Count(known =>
            known.Key != compId && known.Value.Session.State == SessionState.LoggedOn);

    private TestClient ClientOf(string compId, bool connects)
    {
        if (!_clients.TryGetValue(compId, out TestClient? client))
        {
            _clients.Add(compId, client = new TestClient(compId));
            if (connects)
            {
                client.Connect(_venue.Port);
            }
        }

        return client;
    }

    private static void Send(TestClient client, string message)
    {
        (int Tag, string Value)[] fields = Parse(message);
        Assert.That(fields[0].Tag, Is.EqualTo(35), message);
        client.Raw(fields[0].Value, fields[1..]);
    }

    private void Expect(TestClient client, string message)
    {
        (int Tag, string Value)[] fields = Parse(message);
        ReceivedMessage? next = null;
        Eventually.Until(
            () =>
            {
                if (Polled.Contains(fields[0].Value))
                {
                    _venue.Tick();
                }

                return (next = client.TryNext()) is not null;
            },
            message);
        string[] actual = next!.Group([.. fields.Select(field => field.Tag).Distinct()]);
        string[] expected = [.. fields.Select((field, i) =>
            field.Value == "*" && i < actual.Length && actual[i].StartsWith($"{field.Tag}=", StringComparison.Ordinal)
                ? actual[i]
                : string.Create(CultureInfo.InvariantCulture, $"{field.Tag}={field.Value}"))];
        Assert.That(actual, Is.EqualTo(expected), next.ToString());
    }

    private static (int Tag, string Value)[] Parse(string message) =>
        [.. message.Split('|').Select(field => field.Split('=', 2))
            .Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]))];
}
