using System.Numerics;
using System.Text;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

/// <summary>Vectors: Solidity documentation, "Contract ABI Specification", sections "Examples" to "JSON".</summary>
[TestFixture]
public sealed class AbiTests
{
    [Test]
    public void Example_baz() => Check(
        "baz(uint32,bool)",
        [69, true],
        "cdcd77c0", W(0x45), W(1));

    [Test]
    public void Example_bar() => Check(
        "bar(bytes3[2])",
        [new object[] { Ascii("abc"), Ascii("def") }],
        "fce353f6", R("616263"), R("646566"));

    [Test]
    public void Example_sam() => Check(
        "sam(bytes,bool,uint256[])",
        [Ascii("dave"), true, new object[] { 1, 2, 3 }],
        "a5643bf2", W(0x60), W(1), W(0xa0), W(4), R("64617665"), W(3), W(1), W(2), W(3));

    [Test]
    public void Example_f() => Check(
        "f(uint256,uint32[],bytes10,bytes)",
        [0x123, new object[] { 0x456, 0x789 }, Ascii("1234567890"), Ascii("Hello, world!")],
        "8be65246", W(0x123), W(0x80), R("31323334353637383930"), W(0xe0), W(2), W(0x456), W(0x789), W(0x0d),
        R("48656c6c6f2c20776f726c6421"));

    [Test]
    public void Example_g() => Check(
        "g(uint256[][],string[])",
        [new object[] { new object[] { 1, 2 }, new object[] { 3 } }, new object[] { "one", "two", "three" }],
        "2289b18c", W(0x40), W(0x140), W(2), W(0x40), W(0xa0), W(2), W(1), W(2), W(1), W(3), W(3), W(0x60), W(0xa0),
        W(0xe0), W(3), R("6f6e65"), W(3), R("74776f"), W(5), R("7468726565"));

    [Test]
    public void Known_selectors_and_topics()
    {
        Assert.That(Hex.Encode(AbiSignature.Parse("transfer(address,uint)").Selector.Span), Is.EqualTo("0xa9059cbb"));
        Assert.That(
            Hex.Encode(AbiSignature.Parse("InsufficientBalance(uint256,uint256)").Selector.Span),
            Is.EqualTo("0xcf479181"));
        Assert.That(
            AbiSignature.Parse("Transfer(address,address,uint256)").Hash.ToString(),
            Is.EqualTo("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"));
    }

    [Test]
    public void Signed_integers_are_in_twos_complement_and_checked_for_range()
    {
        var int8 = AbiType.Parse("int8");

        Assert.That(AbiEncoder.Encode([int8], -1), Is.EqualTo(Enumerable.Repeat((byte)0xFF, 32)));
        Assert.That(AbiDecoder.Decode([int8], AbiEncoder.Encode([int8], -128))[0], Is.EqualTo(new BigInteger(-128)));
        Assert.That(() => AbiEncoder.Encode([int8], 128), Throws.ArgumentException);
        Assert.That(() => AbiEncoder.Encode([AbiType.Parse("uint8")], 256), Throws.ArgumentException);
        Assert.That(() => AbiEncoder.Encode([AbiType.Parse("uint8")], -1), Throws.ArgumentException);
        Assert.That(() => AbiEncoder.Encode([AbiType.Parse("bool")], 1), Throws.ArgumentException);
        Assert.That(() => AbiEncoder.Encode([AbiType.Parse("bytes4")], new byte[3]), Throws.ArgumentException);
        Assert.That(() => AbiEncoder.Encode([AbiType.Parse("uint8[2]")], (object)new object[] { 1 }),
            Throws.ArgumentException);
    }

    [TestCase("uint7")]
    [TestCase("uint264")]
    [TestCase("uint08")]
    [TestCase("bytes33")]
    [TestCase("bytes0")]
    [TestCase("uint256[0]")]
    [TestCase("uint256[")]
    [TestCase("(uint256")]
    [TestCase("tuple")]
    [TestCase("fixed128x18")]
    [TestCase("()[]")]
    [TestCase("uint256[32769]")]
    public void What_is_no_type_is_refused(string text) =>
        Assert.That(() => AbiType.Parse(text), Throws.InstanceOf<FormatException>());

    [TestCase("uint8", "0100000000000000000000000000000000000000000000000000000000000001")]
    [TestCase("bool", "0000000000000000000000000000000000000000000000000000000000000002")]
    [TestCase("address", "0000000000000000000000010000000000000000000000000000000000000000")]
    [TestCase("bytes4", "0000000001000000000000000000000000000000000000000000000000000000")]
    [TestCase("int16", "0000000000000000000000000000000000000000000000000000000000008000")]
    [TestCase("bytes", "00000000000000000000000000000000000000000000000000000000ffffffff")]
    [TestCase("uint256[]", "0000000000000000000000000000000000000000000000000000000000000040")]
    [TestCase("uint256", "00")]
    public void What_isnt_an_encoding_is_refused(string type, string hex) => Assert.That(
        () => AbiDecoder.Decode([AbiType.Parse(type)], Convert.FromHexString(hex)),
        Throws.InstanceOf<FormatException>());

    [Test]
    public void Overlapping_offsets_cant_make_a_few_bytes_into_many_values()
    {
        // Each level is an array whose 32 elements are all the level below: 32^6 values in seven kilobytes.
        var type = AbiType.Parse("uint256[][][][][][]");
        byte[] level = Convert.FromHexString(W(0));
        for (int i = 0; i < 5; i++)
        {
            string heads = string.Concat(Enumerable.Repeat(W(32 * 32), 32));
            level = [.. Convert.FromHexString(W(32) + heads), .. level];
        }

        byte[] whole = [.. Convert.FromHexString(W(32)), .. level];

        Assert.That(
            () => AbiDecoder.Decode([type], whole),
            Throws.InstanceOf<FormatException>().With.Message.Contains("too many"));
    }

    [Test]
    public void Random_values_come_back_and_mutations_never_crash()
    {
        Random random = Seed.Random();
        for (int i = 0; i < 2_000; i++)
        {
            AbiType type = AbiValues.Type(random, 3);
            object value = AbiValues.Value(random, type);

            byte[] encoded = AbiEncoder.Encode([type], value);

            Assert.That(AbiValues.Same(AbiDecoder.Decode([type], encoded)[0], value), Is.True, type.Name);
            encoded[random.Next(encoded.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                AbiDecoder.Decode([type], encoded);
            }
            catch (FormatException)
            {
                // Refused: the other allowed outcome.
            }
        }
    }

    private static void Check(string signature, object[] values, string selector, params string[] words)
    {
        var parsed = AbiSignature.Parse(signature);
        byte[] expected = Convert.FromHexString(selector + string.Concat(words));

        Assert.That(parsed.Encode(values), Is.EqualTo(expected));
        Assert.That(parsed.Encode(parsed.Decode(expected)), Is.EqualTo(expected));
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string W(int value) => value.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    private static string R(string hex) => hex.PadRight(64, '0');
}
