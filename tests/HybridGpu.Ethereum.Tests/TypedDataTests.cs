using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

/// <summary>Vectors: EIP-712, "Test Cases" (Example.js), the Mail example.</summary>
[TestFixture]
public sealed class TypedDataTests
{
    private static readonly TypedDataSchema Schema = new(new Dictionary<string, IReadOnlyList<TypedDataMember>>
    {
        ["Mail"] = [new("Person", "from"), new("Person", "to"), new("string", "contents")],
        ["Person"] = [new("string", "name"), new("address", "wallet")],
    });

    private static readonly TypedDataDomain Domain = new()
    {
        Name = "Ether Mail",
        Version = "1",
        ChainId = 1,
        VerifyingContract = Address.Parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"),
    };

    private static readonly Dictionary<string, object> Mail = new()
    {
        ["from"] = Person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
        ["to"] = Person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
        ["contents"] = "Hello, Bob!",
    };

    [Test]
    public void The_type_is_encoded_with_those_it_refers_to()
    {
        Assert.That(
            Schema.EncodeType("Mail"),
            Is.EqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)"));
        Assert.That(
            Schema.TypeHash("Mail").ToString(),
            Is.EqualTo("0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2"));
    }

    [Test]
    public void Struct_domain_and_digest_are_those_of_the_standard()
    {
        Assert.That(
            Schema.HashStruct("Mail", Mail).ToString(),
            Is.EqualTo("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e"));
        Assert.That(
            TypedDataSchema.DomainSeparator(Domain).ToString(),
            Is.EqualTo("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f"));
        Assert.That(
            Schema.Digest(Domain, "Mail", Mail).ToString(),
            Is.EqualTo("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"));
    }

    [Test]
    public void The_signature_is_that_of_the_standard()
    {
        using var cow = new EthereumKey(Keccak256.Hash("cow"u8).ToArray());

        EcdsaSignature signature = cow.Sign(Schema.Digest(Domain, "Mail", Mail));

        Assert.That(cow.Address.ToString(), Is.EqualTo("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"));
        Assert.That(
            signature.R.ToString(), Is.EqualTo("0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"));
        Assert.That(
            signature.S.ToString(), Is.EqualTo("0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562"));
        Assert.That(signature.ToArray()[64], Is.EqualTo(28));
    }

    [Test]
    public void Arrays_are_hashes_of_their_elements_and_structs_recurse_by_value()
    {
        var schema = new TypedDataSchema(new Dictionary<string, IReadOnlyList<TypedDataMember>>
        {
            ["Node"] = [new("uint64[2]", "pair"), new("Node[]", "children")],
        });
        var leaf = new Dictionary<string, object> { ["pair"] = Pair(1, 2), ["children"] = Array.Empty<object>() };
        var root = new Dictionary<string, object> { ["pair"] = Pair(3, 4), ["children"] = new object[] { leaf } };
        byte[] expected =
        [
            .. schema.TypeHash("Node").ToArray(),
            .. Keccak256.Hash([.. new byte[31], 3, .. new byte[31], 4]).ToArray(),
            .. Keccak256.Hash(schema.HashStruct("Node", leaf).ToArray()).ToArray(),
        ];

        Assert.That(schema.EncodeType("Node"), Is.EqualTo("Node(uint64[2] pair,Node[] children)"));
        Assert.That(schema.HashStruct("Node", root), Is.EqualTo(Keccak256.Hash(expected)));
    }

    [Test]
    public void A_message_that_isnt_its_type_is_refused()
    {
        Dictionary<string, object> missing = new(Mail);
        missing.Remove("contents");
        Dictionary<string, object> extra = new(Mail) { ["subject"] = "x" };
        Dictionary<string, object> wrong = new(Mail) { ["contents"] = 5 };

        Assert.That(() => Schema.HashStruct("Mail", missing), Throws.ArgumentException);
        Assert.That(() => Schema.HashStruct("Mail", extra), Throws.ArgumentException);
        Assert.That(() => Schema.HashStruct("Mail", wrong), Throws.ArgumentException);
        Assert.That(() => Schema.HashStruct("Letter", Mail), Throws.ArgumentException);
        Assert.That(
            () => new TypedDataSchema(new Dictionary<string, IReadOnlyList<TypedDataMember>>
            {
                ["Mail"] = [new("Persona", "from")],
            }),
            Throws.InstanceOf<FormatException>());
    }

    private static object[] Pair(int first, int second) => [first, second];

    private static Dictionary<string, object> Person(string name, string wallet) =>
        new() { ["name"] = name, ["wallet"] = Address.Parse(wallet) };
}
