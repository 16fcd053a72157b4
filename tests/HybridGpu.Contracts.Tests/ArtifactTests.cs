using System.Text.Json;

namespace HybridGpu.Contracts.Tests;

[TestFixture]
public sealed class ArtifactTests
{
    private const string Library = "0x00112233445566778899AABBCCDDEEFF00112233";

    private static IEnumerable<ContractArtifact> All =>
    [
        Artifacts.Rollup,
        Artifacts.Vault,
        Artifacts.PoseidonT3,
        Artifacts.TestUsd,
        Artifacts.TransitionHarness,
    ];

    [Test]
    public void Every_artifact_has_its_interface_and_links_to_bytecode()
    {
        Dictionary<string, string> libraries = new() { ["PoseidonT3"] = Library };
        foreach (ContractArtifact artifact in All)
        {
            using JsonDocument abi = JsonDocument.Parse(artifact.AbiJson);

            Assert.That(abi.RootElement.GetArrayLength(), Is.GreaterThan(0), artifact.Name);
            Assert.That(artifact.Link(libraries), Has.Length.EqualTo(artifact.Bytecode.Length / 2), artifact.Name);
        }
    }

    [Test]
    public void What_computes_Poseidon_links_to_it_and_nothing_else_links()
    {
        string[] linked = [.. All.Where(artifact => artifact.Libraries.Any()).Select(artifact => artifact.Name)];

        Assert.That(linked, Is.EquivalentTo(new[] { "Vault", "TransitionHarness" }));
        Assert.That(Artifacts.Vault.Libraries, Is.EqualTo(new[] { "PoseidonT3" }));
    }

    [Test]
    public void A_link_replaces_every_placeholder_by_the_address()
    {
        byte[] linked = Artifacts.Vault.Link(new Dictionary<string, string> { ["PoseidonT3"] = Library });
        string hex = Convert.ToHexString(linked);
        int placeholders = Artifacts.Vault.Bytecode.Split("__$").Length - 1;

        Assert.That(placeholders, Is.GreaterThan(0));
        Assert.That(hex.Split(Library[2..]).Length - 1, Is.EqualTo(placeholders));
    }

    [Test]
    public void A_missing_or_broken_address_is_named()
    {
        Assert.That(
            () => Artifacts.Vault.Link(new Dictionary<string, string>()),
            Throws.ArgumentException.With.Message.StartsWith("Vault needs the address of its library PoseidonT3."));
        foreach (string broken in new[] { "0x1234", string.Empty, Library + "00", Library[..^1] + "g" })
        {
            Assert.That(
                () => Artifacts.Vault.Link(new Dictionary<string, string> { ["PoseidonT3"] = broken }),
                Throws.ArgumentException.With.Message.StartsWith($"'{broken}' is no address of PoseidonT3."));
        }
    }

    [Test]
    public void The_deployed_contracts_fit_the_chains_bound_on_initcode()
    {
        const int initcodeBytesMax = 49_152;
        foreach (ContractArtifact artifact in All)
        {
            Assert.That(artifact.Bytecode.Length / 2, Is.LessThan(initcodeBytesMax), artifact.Name);
        }
    }

    [TestCase("sealBatch", "tuple")]
    [TestCase("submitChunk", "uint64")]
    [TestCase("registerAccount", "uint32")]
    [TestCase("finalise", "uint64")]
    public void The_rollups_interface_has_the_operators_functions(string name, string firstType)
    {
        using JsonDocument abi = JsonDocument.Parse(Artifacts.Rollup.AbiJson);
        JsonElement function = abi.RootElement.EnumerateArray().Single(entry =>
            entry.GetProperty("type").GetString() == "function" && entry.GetProperty("name").GetString() == name);

        Assert.That(function.GetProperty("inputs")[0].GetProperty("type").GetString(), Is.EqualTo(firstType));
    }
}
