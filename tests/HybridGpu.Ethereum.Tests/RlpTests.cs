using System.Numerics;
using System.Text;
using HybridGpu.Ethereum.Rlp;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

/// <summary>Vectors: ethereum.org "Recursive-length prefix serialization", examples; Yellow Paper, appendix
/// B.</summary>
[TestFixture]
public sealed class RlpTests
{
    private static readonly TestCaseData[] Examples =
    [
        new TestCaseData(Text("dog"), "83646f67"),
        new TestCaseData(RlpItem.List(Text("cat"), Text("dog")), "c88363617483646f67"),
        new TestCaseData(Text(""), "80"),
        new TestCaseData(RlpItem.List(), "c0"),
        new TestCaseData(RlpItem.Of(BigInteger.Zero), "80"),
        new TestCaseData(RlpItem.Of([0]), "00"),
        new TestCaseData(RlpItem.Of((BigInteger)15), "0f"),
        new TestCaseData(RlpItem.Of((BigInteger)1024), "820400"),
        new TestCaseData(
            RlpItem.List(
                RlpItem.List(),
                RlpItem.List(RlpItem.List()),
                RlpItem.List(RlpItem.List(), RlpItem.List(RlpItem.List()))),
            "c7c0c1c0c3c0c1c0"),
        new TestCaseData(
            Text("Lorem ipsum dolor sit amet, consectetur adipisicing elit"),
            "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e736563746574757220616469706973696369"
            + "6e6720656c6974"),
    ];

    [TestCaseSource(nameof(Examples))]
    public void The_published_examples_encode_and_decode(RlpItem item, string hex)
    {
        byte[] encoded = Convert.FromHexString(hex);

        Assert.That(RlpCodec.Encode(item), Is.EqualTo(encoded));
        Assert.That(RlpCodec.Encode(RlpCodec.Decode(encoded)), Is.EqualTo(encoded));
    }

    [TestCase("", TestName = "Nothing_is_no_item")]
    [TestCase("8100", TestName = "A_single_small_byte_has_no_prefix")]
    [TestCase("b800", TestName = "A_long_length_of_a_short_string")]
    [TestCase("b837" + "00", TestName = "A_long_form_for_55_bytes")]
    [TestCase("b90001ff", TestName = "A_length_with_a_leading_zero")]
    [TestCase("8361", TestName = "A_string_cut_short")]
    [TestCase("c883636174", TestName = "A_list_cut_short")]
    [TestCase("bfffffffffffffffff", TestName = "A_length_of_64_bits")]
    [TestCase("ffffffffffffffffff", TestName = "A_list_length_of_64_bits")]
    [TestCase("c0c0", TestName = "Something_after_the_item")]
    [TestCase("c28363", TestName = "An_item_that_leaves_its_list")]
    public void What_isnt_canonical_is_refused(string hex) =>
        Assert.That(() => RlpCodec.Decode(Convert.FromHexString(hex)), Throws.InstanceOf<FormatException>());

    [Test]
    public void Nesting_is_bounded()
    {
        RlpItem deep = RlpItem.List();
        for (int i = 0; i < RlpCodec.DepthMax + 1; i++)
        {
            deep = RlpItem.List(deep);
        }

        byte[] encoded = RlpCodec.Encode(deep);

        Assert.That(() => RlpCodec.Decode(encoded), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Random_bytes_either_are_refused_or_encode_to_themselves()
    {
        Random random = Seed.Random();
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 12)];
            random.NextBytes(bytes);
            bytes[0] |= (byte)(random.Next(2) << 7);
            try
            {
                Assert.That(RlpCodec.Encode(RlpCodec.Decode(bytes)), Is.EqualTo(bytes));
            }
            catch (FormatException)
            {
                // Refused: the other allowed outcome.
            }
        }
    }

    [Test]
    public void Integers_and_addresses_are_strict()
    {
        Assert.That(() => RlpItem.Of([0, 1]).ToInteger(), Throws.InstanceOf<FormatException>());
        Assert.That(() => RlpItem.Of(new byte[9]).ToUInt64(), Throws.InstanceOf<FormatException>());
        Assert.That(() => RlpItem.Of(new byte[19]).ToAddress(), Throws.InstanceOf<FormatException>());
        Assert.That(() => RlpItem.List().Bytes, Throws.InstanceOf<FormatException>());
        Assert.That(() => Text("dog").Items, Throws.InstanceOf<FormatException>());
        Assert.That(RlpItem.Of((Address?)null).ToAddress(), Is.Null);
        Assert.That(RlpItem.Of((BigInteger)ulong.MaxValue).ToUInt64(), Is.EqualTo(ulong.MaxValue));
    }

    [TestCase(55)]
    [TestCase(56)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(65_535)]
    [TestCase(65_536)]
    public void Lengths_at_the_borders_come_back(int length)
    {
        var item = RlpItem.List(RlpItem.Of(new byte[length]), RlpItem.Of([7]));

        RlpItem back = RlpCodec.Decode(RlpCodec.Encode(item));

        Assert.That(back.Items[0].Bytes.Length, Is.EqualTo(length));
    }

    private static RlpItem Text(string text) => RlpItem.Of(Encoding.ASCII.GetBytes(text));
}
