using System.Globalization;
using System.Text.RegularExpressions;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Gateway.Signatures;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>The example of the rules of engagement, which another implementation has signed, is taken as it
/// stands.</summary>
public sealed partial class DocumentedOrderTests
{
    [Test]
    public async Task The_signed_order_of_the_rules_of_engagement_is_accepted_and_no_other()
    {
        var folder = new TestFolder();
        string text = await File.ReadAllTextAsync(Find("fix-spec", "rules-of-engagement.md"));
        var key = OrderKey.Parse(Block(text, "order-key"));
        (int Tag, string Value)[] fields = [.. Block(text, "signed-order").Split('|')[1..]
            .Select(field => field.Split('=', 2))
            .Select(pair => (int.Parse(pair[0], CultureInfo.InvariantCulture), pair[1]))];
        await using (TestVenue venue = await TestVenue.OpenAsync(folder.Root, change: options => options with
        {
            Clients = [new GatewayClientOptions("SIGNER", new AccountId(30)) { OrderKeys = [key] }],
        }))
        {
            Command deposit = TestMarket.Deposit(30);
            venue.Pipeline.Gate.Publish(in deposit);
            await using var client = new TestClient("SIGNER");
            client.Connect(venue.Port);
            client.Raw("D", SignedMessages.With(fields, 38, "6"));
            Assert.That(client.Next("8")[20043], Is.EqualTo("3"));
            client.Raw("D", fields);
            client.Report("0", "EX-1");
            await client.KillAsync();
            await venue.CloseAsync();
        }

        folder.Remove();
    }

    private static string Block(string text, string name) =>
        Blocks().Matches(text).Single(block => block.Groups[1].Value == name).Groups[2].Value.Trim();

    private static string Find(params string[] path)
    {
        string? directory = TestContext.CurrentContext.TestDirectory;
        while (directory is not null && !File.Exists(Path.Combine([directory, .. path])))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return Path.Combine([directory!, .. path]);
    }

    [GeneratedRegex("```(order-key|signed-order)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
