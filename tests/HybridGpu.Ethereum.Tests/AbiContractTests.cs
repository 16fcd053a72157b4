using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
public sealed class AbiContractTests
{
    /// <summary>The JSON examples of the specification, with a constructor and a dynamic indexed field.</summary>
    private const string Json = """
        { "abi": [
          {"type":"constructor","inputs":[{"name":"owner","type":"address"}]},
          {"type":"receive","stateMutability":"payable"},
          {"type":"error","inputs":[{"name":"available","type":"uint256"},{"name":"required","type":"uint256"}],
           "name":"InsufficientBalance"},
          {"type":"event","inputs":[{"name":"a","type":"uint256","indexed":true},
            {"name":"b","type":"bytes32","indexed":false},{"name":"c","type":"string","indexed":true}],"name":"Event"},
          {"type":"function","name":"f","stateMutability":"view","inputs":[
            {"name":"s","type":"tuple","components":[{"name":"a","type":"uint256"},{"name":"b","type":"uint256[]"},
              {"name":"c","type":"tuple[]","components":[
                {"name":"x","type":"uint256"},{"name":"y","type":"uint256"}]}]},
            {"name":"t","type":"tuple","components":[{"name":"x","type":"uint256"},{"name":"y","type":"uint256"}]},
            {"name":"a","type":"uint256"}],"outputs":[{"name":"","type":"uint256"}]}
        ] }
        """;

    private static readonly AbiContract Contract = AbiContract.Parse(Json);

    [Test]
    public void The_compilers_json_gives_canonical_signatures()
    {
        Assert.That(
            Contract.Function("f").Signature.Text,
            Is.EqualTo("f((uint256,uint256[],(uint256,uint256)[]),(uint256,uint256),uint256)"));
        Assert.That(Contract.Function("f").DecodeOutputs(Word(7))[0], Is.EqualTo(new BigInteger(7)));
        Assert.That(Contract.Event("Event").Signature.Text, Is.EqualTo("Event(uint256,bytes32,string)"));
        Assert.That(Contract.EncodeDeployment([1, 2], Address.Zero), Has.Length.EqualTo(34));
    }

    [Test]
    public void An_unknown_name_and_bad_json_are_said()
    {
        Assert.That(() => Contract.Function("g"), Throws.InstanceOf<KeyNotFoundException>());
        Assert.That(() => AbiContract.Parse("{}"), Throws.InstanceOf<FormatException>());
        Assert.That(() => AbiContract.Parse("[{\"type\":\"magic\"}]"), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void A_log_decodes_in_the_order_of_declaration_with_dynamic_topics_as_hashes()
    {
        AbiEvent item = Contract.Event("Event");
        Hash32 hashOfText = Keccak256.Hash("text"u8);
        Hash32[] topics = [item.Topic, AbiEvent.TopicOf(AbiType.Parse("uint256"), 5), hashOfText];

        object[] values = item.Decode(topics, Word(9));

        Assert.That(values[0], Is.EqualTo(new BigInteger(5)));
        Assert.That(values[1], Is.EqualTo(Word(9)));
        Assert.That(values[2], Is.EqualTo(hashOfText));
        Assert.That(() => item.Decode([topics[0]], Word(9)), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Reasons_of_reverts_are_read()
    {
        byte[] text = AbiSignature.Parse("Error(string)").Encode("Not enough Ether provided.");
        byte[] panic = AbiSignature.Parse("Panic(uint256)").Encode(0x11);
        byte[] custom = Contract.Error("InsufficientBalance").Encode(0, 42);

        Assert.That(RevertReason.Decode(text).Text, Is.EqualTo("Not enough Ether provided."));
        Assert.That(RevertReason.Decode(panic).Text, Is.EqualTo("panic 0x11: arithmetic overflow"));
        Assert.That(RevertReason.Decode(custom, Contract.Errors).Text, Is.EqualTo("InsufficientBalance(0, 42)"));
        Assert.That(RevertReason.Decode(custom).Text, Does.StartWith("reverted with 0xcf479181"));
        Assert.That(RevertReason.Decode(custom.AsSpan(0, 10), Contract.Errors).Error, Is.Null);
        Assert.That(RevertReason.Decode([]).Text, Is.EqualTo("reverted without a reason"));
    }

    private static byte[] Word(byte value)
    {
        byte[] word = new byte[32];
        word[^1] = value;
        return word;
    }
}
